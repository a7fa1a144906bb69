import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listClis } from '../support/circleci-api/cli-under-test.ts';
import type { Fault } from '../support/circleci-api/faults.ts';
import { type Publishing, source, startPublishing } from '../support/circleci-api/publishing.ts';

// The official CLI waits between its tries.
const longestTestMs = 240_000;
const production = 'acme/vault-oidc@1.2.3';

function repeat(fault: Fault, times: number): Fault[] {
  return Array.from({ length: times }, () => fault);
}

describe.each(await listClis())('published by $title', { timeout: longestTestMs }, (choice) => {
  let publishing: Publishing;
  beforeEach(async () => {
    publishing = await startPublishing(choice);
  });
  afterEach(() => publishing[Symbol.asyncDispose]());

  /** The refusal; neither it nor an argument of the CLI may hold the token. */
  async function refuse(version: string): Promise<string> {
    const outcome = await publishing.publish(version);
    const { token } = publishing.api.registry;
    expect(JSON.stringify(outcome).includes(token)).toBe(false);
    const calls = publishing.listCalls() ?? [];
    expect(calls.filter(({ args }) => args.some((text) => text.includes(token)))).toEqual([]);
    return typeof outcome === 'string' ? `no refusal: ${outcome}` : outcome.refusal;
  }

  describe.each(['dev:alpha', '1.2.3'])('the version %s', (version) => {
    const reference = `acme/vault-oidc@${version}`;

    it('is in the registry, byte for byte', async () => {
      expect(await publishing.publish(version)).toBe('now');
      expect(publishing.api.registry.versions.get(reference)).toBe(source);
    });

    it.each<[string, Fault[]]>([
      ['the server broke at first', ['server error']],
      ['there were too many requests at first', ['too many requests']],
      ['the connection was cut before anything happened', ['cut before']],
      ['the server broke for a while', repeat('server error', 2)],
    ])('is there although %s', async (_title, faults) => {
      publishing.api.failNext('publish', ...faults);
      expect(await publishing.publish(version)).toBe('now');
      expect(publishing.api.registry.versions.get(reference)).toBe(source);
    });

    it('is told as not published when the token lacks the right, and is sent once', async () => {
      publishing.api.failNext('publish', 'right lacking');
      const refusal = await refuse(version);
      expect(refusal).toContain(`${reference} was not published.\n  why   `);
      expect(refusal).toContain('AUTHORIZATION_FAILURE (****)');
      expect(refusal).toMatch(
        / {2}next {2}use the token of an? (admin|member) of the organization/,
      );
      expect(publishing.countSent()).toBe(1);
    });

    it('is not published when the token is refused, and the CLI is quoted', async () => {
      publishing.api.failNext('publish', ...repeat('token refused', 3));
      const refusal = await refuse(version);
      expect(refusal).toContain(reference);
      expect(refusal).toMatch(/You must log in first\. \(\*{4}\)|The API token was rejected/);
      expect(publishing.api.registry.versions.size).toBe(0);
    });

    it('is told as not published when the orb was never created', async () => {
      publishing.api.registry.orbs.clear();
      const refusal = await refuse(version);
      expect(refusal).toContain(`${reference} was not published.`);
      expect(refusal).toContain('circleci orb create acme/vault-oidc');
    });

    it('is not believed to be there when the CLI alone says so', async () => {
      publishing.api.failNext('publish', 'empty answer');
      expect(await refuse(version)).toContain(
        choice.generation === '0.1'
          ? `It is not known whether ${reference} was published.`
          : `${reference} was not published, though the CircleCI CLI says so.`,
      );
    });

    it('is sent at most a few times when the server stays broken', async () => {
      publishing.api.failNext('publish', ...repeat('server error', 100));
      const refusal = await refuse(version);
      expect(refusal).toContain(reference);
      expect(refusal).toContain('something broke (****)');
      // 1.x itself tries four times each.
      expect(publishing.countSent()).toBe(choice.generation === '0.1' ? 3 : 12);
    });
  });

  it('a dev version replaces the one before it', async () => {
    publishing.api.registry.versions.set('acme/vault-oidc@dev:alpha', 'version: 2.1\n');
    expect(await publishing.publish('dev:alpha')).toBe('now');
    expect(publishing.api.registry.versions.get('acme/vault-oidc@dev:alpha')).toBe(source);
  });

  it('a dev version is sent again when the answer is lost', async () => {
    publishing.api.failNext('publish', 'cut after');
    expect(await publishing.publish('dev:alpha')).toBe('now');
    expect(publishing.countSent()).toBe(2);
  });

  it('a dev version whose answer is lost again and again is found', async () => {
    publishing.api.failNext('publish', ...repeat('cut after', 100));
    expect(await publishing.publish('dev:alpha')).toBe('despite a failure');
  });

  it('a dev version that never lands is told as not published by 1.x, which can tell', async () => {
    publishing.api.failNext('publish', ...repeat('cut before', 100));
    expect(await refuse('dev:alpha')).toContain(
      choice.generation === '0.1'
        ? 'It is not known whether acme/vault-oidc@dev:alpha was published.'
        : 'acme/vault-oidc@dev:alpha was not published.',
    );
  });

  it('a dev version is told as not published when another source stays in its place', async () => {
    publishing.api.registry.versions.set('acme/vault-oidc@dev:alpha', 'version: 2.1\n');
    publishing.api.failNext('publish', ...repeat('cut before', 100));
    expect(await refuse('dev:alpha')).toContain('acme/vault-oidc@dev:alpha was not published.\n');
  });

  it('an older dev version with the same source does not hide a refusal', async () => {
    publishing.api.registry.versions.set('acme/vault-oidc@dev:alpha', source);
    publishing.api.failNext('publish', 'right lacking');
    expect(await refuse('dev:alpha')).toContain('was not published.');
  });

  it('a production version that landed is found though the answer was lost', async () => {
    publishing.api.failNext('publish', 'cut after');
    expect(await publishing.publish('1.2.3')).toBe('despite a failure');
    expect(publishing.api.registry.versions.get(production)).toBe(source);
  });

  it('a production version that is there with the same source is not sent again', async () => {
    publishing.api.registry.versions.set(production, source);
    expect(await publishing.publish('1.2.3')).toBe('before');
    expect(publishing.countSent()).toBe(0);
  });

  it('a production version that is there with another source is a failure', async () => {
    publishing.api.registry.versions.set(production, source.replace('what', 'What'));
    const refusal = await refuse('1.2.3');
    expect(refusal).toContain('is published already, with another source');
    expect(refusal).toContain('raise the version');
    expect(publishing.countSent()).toBe(0);
  });

  it('a production version that somebody else publishes meanwhile is not ours', async () => {
    publishing.api.failNext('publish', ...repeat('cut before', 4));
    const outcome = await publishing.publish('1.2.3', async () => {
      publishing.api.registry.versions.set(production, 'version: 2.1\n');
    });
    expect(outcome).toEqual({
      refusal: expect.stringContaining('is published already, with another source'),
    });
  });

  it('a production version that cannot be read back is in doubt, and is sent once', async () => {
    publishing.api.failNext('read', undefined, ...repeat('server error', 100));
    expect(await refuse('1.2.3')).toContain(`It is not known whether ${production} was published.`);
    expect(publishing.countSent()).toBe(1);
  });

  describe('while nothing can be read back', () => {
    const isLegacy = choice.generation === '0.1';
    /** Faults of one call of the CLI that ends as after a lost connection. */
    const lost = repeat('server error', isLegacy ? 1 : 4);
    /** A refusal that the CLI tells by its exit status, or once and without a try of its own. */
    const sure = isLegacy ? 'right lacking' : 'token refused';
    const doubt = 'It is not known whether acme/vault-oidc@';
    const failure = /^acme\/vault-oidc@\S+ was not published\.\n/;
    /** How many looks are well: the one before a production version is sent, and three after a try. */
    const failReads = (well: number): void =>
      publishing.api.failNext(
        'read',
        ...Array.from({ length: well }, () => undefined),
        ...repeat('server error', 100),
      );

    it.each<[string, string, Fault[], number]>([
      ['1.2.3', 'whose answer is lost', ['cut after'], 1],
      ['1.2.3', 'that is refused after a lost answer', ['cut after', 'right lacking'], 1],
      ['1.2.3', 'that is surely refused after a try that broke', [...lost, sure], 4],
      ['dev:alpha', 'whose answer is always lost', repeat('cut after', 100), 0],
      ['dev:alpha', 'for which the server always breaks', repeat('server error', 100), 0],
      ['dev:alpha', 'that is surely refused after a try that broke', [...lost, sure], 0],
    ])('%s %s is in doubt', async (version, _title, faults, well) => {
      publishing.api.failNext('publish', ...faults);
      failReads(well);
      expect(await refuse(version)).toContain(doubt);
    });

    it.each([
      ['1.2.3', 1],
      ['dev:alpha', 0],
    ])(
      '%s is told as not published when the first try is surely refused',
      async (version, well) => {
        publishing.api.failNext('publish', sure);
        failReads(well);
        expect(await refuse(version)).toMatch(failure);
        expect(publishing.countSent()).toBe(1);
      },
    );

    it('1.2.3 is in doubt by 1.x after a refusal that may be the echo of its own try', async () => {
      publishing.api.failNext('publish', 'right lacking');
      failReads(1);
      const refusal = await refuse('1.2.3');
      if (isLegacy) expect(refusal).toMatch(failure);
      else expect(refusal).toContain(doubt);
    });
  });

  it('a refusal in words counts for less than the production version that is read back', async () => {
    publishing.api.failNext('publish', 'refused after');
    expect(await publishing.publish('1.2.3')).toBe('despite a failure');
    expect(publishing.countSent()).toBe(1);
  });

  it('a production version is not sent again by 1.x while nobody tells whether it landed', async () => {
    publishing.api.failNext('publish', ...repeat('cut before', 100));
    publishing.api.failNext('read', undefined, ...repeat('server error', 100));
    expect(await refuse('1.2.3')).toContain(`It is not known whether ${production} was published.`);
    // 1.x itself tries four times; 0.1 is called three times, as it tells no more.
    expect(publishing.countSent()).toBe(choice.generation === '0.1' ? 3 : 4);
  });

  it('a production version is sent unasked by 0.1 alone, which cannot tell it from absent', async () => {
    publishing.api.failNext('read', ...repeat('server error', 100));
    const refusal = await refuse('1.2.3');
    if (choice.generation === '0.1') {
      expect(refusal).toContain(`It is not known whether ${production} was published.`);
    } else {
      expect(refusal).toContain(`CircleCI does not tell whether ${production} is there.`);
      expect(publishing.countSent()).toBe(0);
    }
  });
});
