import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { namePin, platforms, products } from '../../scripts/pin/pin.ts';
import { parseRecord, renderRecord } from '../../scripts/pin/record.ts';
import { renderDigests } from '../../scripts/pin/render-digests.ts';
import { readPinWish } from '../../scripts/pin/wish.ts';
import { Refused } from '../../scripts/refusal.ts';
import { describeRelease, namePlatform, type Product } from '../../src/core/releases/release.ts';
import { releaseDigests } from '../../src/core/releases/release-digests.ts';
import { releaseKeys } from '../../src/core/releases/release-keys.ts';
import { answerWith } from '../support/faulty-server.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server/server.ts';
import { makeSigningKeys, type SigningKeys } from '../support/release-server/signing-keys.ts';
import { runScript, type ScriptOutcome } from '../support/script-process.ts';

const record = 'scripts/pin/releases.json';
const table = 'src/core/releases/release-digests.ts';
const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const c = 'c'.repeat(64);

/** A directory that stands for the repository: what is pinned there, and nothing else. */
let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  write(record, '{ "vault": {}, "openbao": {} }');
  write(table, '');
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(checkout, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}
function read(name: string): string {
  return readFileSync(join(checkout, name), 'utf8');
}
function listPinned(): string[] {
  return parseRecord(read(record)).map((pin) => `${namePin(pin)} ${pin.sha256[0]} ${pin.source}`);
}

function pin(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<ScriptOutcome> {
  return runScript('pin-releases.ts', {
    arguments: ['--checkout', checkout, ...args],
    environment,
  });
}

/** A file to import, of Vault for Linux alone: version → digest and the indexes that have it. */
function writeImport(
  versions: Record<string, readonly [sha256: string, ...seenIn: string[]]>,
): string {
  const vault = Object.fromEntries(
    Object.entries(versions).map(([version, [sha256, ...seenIn]]) => [
      version,
      { linux_amd64: { sha256, seen_in: seenIn } },
    ]),
  );
  return write('import.json', JSON.stringify({ vault, openbao: {}, node: {} }));
}

describe('an imported file', () => {
  const agreed = ['one/tap', 'two/packages'] as const;

  it('gives what two indexes agree on, and tells what it leaves out', async () => {
    const file = writeImport({
      '1.9.0': [a, ...agreed],
      '1.10.0': [b, 'one/tap', 'one/tap'],
      '1.11.0': [c, ...agreed],
    });
    const { exitStatus, output } = await pin(['--import', file]);
    expect(exitStatus).toBe(0);
    expect(listPinned()).toEqual([
      'vault@1.9.0:linux_amd64 a one/tap and two/packages',
      'vault@1.11.0:linux_amd64 c one/tap and two/packages',
    ]);
    expect(output).toContain('left out, one index alone has it: vault@1.10.0:linux_amd64');
  });

  it('gives what one index has where the command names it', async () => {
    const file = writeImport({ '1.12.2': [a, 'one/tap'], '1.12.3': [b, 'one/tap'] });
    const { exitStatus } = await pin(['--import', file, '--also', 'vault@1.12.2:linux']);
    expect(exitStatus).toBe(0);
    expect(listPinned()).toEqual([
      "vault@1.12.2:linux_amd64 a one/tap alone, taken by a maintainer's decision",
    ]);
  });

  it('takes nothing away, and is the same the second time', async () => {
    await pin(['--import', writeImport({ '1.9.0': [a, ...agreed] })]);
    const second = ['--import', writeImport({ '1.10.0': [b, ...agreed] })];
    await pin(second);
    const written = [read(record), read(table)];
    expect(listPinned()).toHaveLength(2);
    const { output } = await pin(second);
    expect([read(record), read(table)]).toEqual(written);
    expect(output).toBe('2 digests are pinned; 1 were given\n');
  });

  it('with another digest of a pinned version changes nothing and is told', async () => {
    await pin(['--import', writeImport({ '1.9.0': [a, ...agreed] })]);
    const before = [read(record), read(table)];
    const file = writeImport({ '1.9.0': [b, ...agreed], '1.10.0': [c, ...agreed] });
    const { exitStatus, output } = await pin(['--import', file]);
    expect(exitStatus).toBe(1);
    expect(output).toContain(
      'vault@1.9.0:linux_amd64 has another digest than the one that is pinned',
    );
    expect(output).toContain(a);
    expect(output).toContain(b);
    expect([read(record), read(table)]).toEqual(before);
  });

  it.each([
    [
      'a digest that is none',
      { '1.9.0': ['A'.repeat(64), ...agreed] },
      [],
      'a digest is not 64 hex',
    ],
    ['no index', { '1.9.0': [a] }, [], 'Invalid length'],
    [
      'nothing of what the command names',
      { '1.9.0': [a, ...agreed] },
      ['vault@1.12.2'],
      'The file has no vault 1.12.2',
    ],
  ] as const)('with %s is refused', async (_title, versions, also, words) => {
    const before = [read(record), read(table)];
    const file = writeImport(versions);
    const { exitStatus, output } = await pin([
      ...['--import', file],
      ...also.flatMap((name) => ['--also', name]),
    ]);
    expect(exitStatus).toBe(1);
    expect(output).toContain(words);
    expect([read(record), read(table)]).toEqual(before);
  });
});

describe('the command line', () => {
  it.each([
    [[], 'name either versions or a file'],
    [['vault@1.21.4', '--import', 'x.json'], 'name either versions or a file'],
    [['vault@1.21.4', '--also', 'vault@1.12.2'], '--also belongs to --import'],
    [['vault@1.21'], '"vault@1.21" is no version'],
    [['vault@latest'], '"vault@latest" is no version'],
    [['terraform@1.2.3'], '"terraform@1.2.3" is no version'],
    [['vault@1.21.4/../../x'], 'is no version'],
    [['vault@1.21.4:linux'], 'a version is pinned whole'],
    [['vault@1.21.4', '--key', 'x'], '--key needs --fingerprint'],
    [['vault@1.21.4', '--force'], "Unknown option '--force'"],
  ])('%j is refused', (args, words) => {
    expect(findRefusals(args)).toEqual([expect.stringContaining(words)]);
  });

  it('asks for a version of a product whose key is not known', async () => {
    const { exitStatus, output } = await pin(['openbao@2.5.4']);
    expect(exitStatus).toBe(1);
    expect(output).toContain('No key for openbao is in src/core/releases/release-keys.ts');
    expect(listPinned()).toEqual([]);
  });
});

/** Why the arguments are refused. */
function findRefusals(args: readonly string[]): string[] {
  try {
    readPinWish(args);
    return [];
  } catch (error) {
    return error instanceof Refused ? error.refusals.map(({ why }) => why) : ['something else'];
  }
}

describe('signed sums', () => {
  let server: ReleaseServer;
  let keys: SigningKeys;
  beforeAll(async () => {
    server = await startReleaseServer();
    keys = makeSigningKeys();
  });
  afterAll(async () => {
    keys[Symbol.dispose]();
    await server.stop();
  });

  type KeyName = 'good' | 'other' | 'revoked' | 'expired' | 'expiredBefore';

  /** Publishes the sums of every archive of a version, and their signatures. */
  function publish(product: Product, version: string, signer: KeyName = 'good'): void {
    for (const platform of platforms[product]) {
      const { directory, sums, signatures } = describeRelease(product, version, platform);
      const lines = platforms[product]
        .map((other) => describeRelease(product, version, other))
        .filter((other) => other.sums === sums)
        .map((other) => `${a}  ${other.archive}\n`);
      const text = Buffer.from(lines.join(''));
      server.put(`${directory}/${sums}`, text);
      server.put(`${directory}/${signatures[0]}`, keys[signer].sign(text));
    }
  }

  function pinSigned(
    releases: readonly string[],
    trusted: KeyName = 'good',
  ): Promise<ScriptOutcome> {
    const authority = write('ca.pem', server.certificate);
    const key = join(checkout, 'key.gpg');
    writeFileSync(key, Buffer.from(keys[trusted].key, 'base64'));
    const fingerprint = keys[trusted].fingerprint;
    const trust = ['--key', key, '--fingerprint', fingerprint];
    return pin(['--origin', server.origin, ...trust, ...releases], {
      NODE_EXTRA_CA_CERTS: authority,
    });
  }

  it.each([
    ['vault', '1.21.4', 5],
    ['openbao', '2.5.4', 4],
    ['openbao', '2.6.2', 4],
  ] as const)('of %s %s give the digest of every machine', async (product, version, count) => {
    publish(product, version);
    const { exitStatus } = await pinSigned([`${product}@${version}`]);
    expect(exitStatus).toBe(0);
    const source = `sums signed with ${keys.good.fingerprint}`;
    expect(listPinned()).toEqual(
      platforms[product].map(
        (platform) => `${product}@${version}:${namePlatform(platform)} a ${source}`,
      ),
    );
    expect(listPinned()).toHaveLength(count);
    expect(read(table)).toContain(source);
  });

  it('of several releases are taken together', async () => {
    publish('vault', '1.20.0');
    publish('vault', '1.21.0');
    const { exitStatus } = await pinSigned(['vault@1.21.0', 'vault@1.20.0']);
    expect(exitStatus).toBe(0);
    expect(Object.keys(JSON.parse(read(record)).vault)).toEqual(['1.20.0', '1.21.0']);
  });

  it('vouch from then on for what indexes agreed on', async () => {
    await pin(['--import', writeImport({ '1.21.4': [a, 'one/tap', 'two/packages'] })]);
    publish('vault', '1.21.4');
    const { output } = await pinSigned(['vault@1.21.4']);
    expect(output).toContain('now vouched for by a signature: vault@1.21.4:linux_amd64');
    expect(read(record)).not.toContain('two/packages');
  });

  it('that differ from what is pinned change nothing', async () => {
    await pin(['--import', writeImport({ '1.21.4': [b, 'one/tap', 'two/packages'] })]);
    publish('vault', '1.21.4');
    const before = read(record);
    const { exitStatus, output } = await pinSigned(['vault@1.21.4']);
    expect(exitStatus).toBe(1);
    expect(output).toContain('has another digest than the one that is pinned');
    expect(read(record)).toBe(before);
  });

  it('without one of the archives give the others, and that is told', async () => {
    const { directory, sums, signatures } = describeRelease('vault', '1.2.3', {
      os: 'linux',
      architecture: 'amd64',
    });
    const text = Buffer.from(`${b}  vault_1.2.3_linux_amd64.zip\n`);
    server.put(`${directory}/${sums}`, text);
    server.put(`${directory}/${signatures[0]}`, keys.good.sign(text));
    const { output } = await pinSigned(['vault@1.2.3']);
    expect(listPinned()).toHaveLength(1);
    expect(output).toContain('left out, the sums do not have it: vault_1.2.3_darwin_arm64.zip');
  });

  it('may be signed with a key that has expired since', async () => {
    publish('vault', '1.0.0', 'expired');
    expect((await pinSigned(['vault@1.0.0'], 'expired')).exitStatus).toBe(0);
    expect(listPinned()).toHaveLength(5);
  });

  it.each([
    ['other', 'good', 'another key made it'],
    ['revoked', 'revoked', 'its key was revoked'],
    ['expiredBefore', 'expiredBefore', 'its key had expired before'],
  ] as const)(
    'signed with the %s key, where the %s one counts, pin nothing',
    async (signer, trusted, why) => {
      publish('vault', '1.0.1', signer);
      const { exitStatus, output } = await pinSigned(['vault@1.0.1'], trusted);
      expect(exitStatus).toBe(1);
      expect(output).toContain('The sums are not proven.');
      expect(output).toContain(why);
      expect(listPinned()).toEqual([]);
    },
  );

  it('changed after they were signed pin nothing', async () => {
    publish('vault', '1.0.2');
    server.put(
      'vault/1.0.2/vault_1.0.2_SHA256SUMS',
      Buffer.from(`${b}  vault_1.0.2_linux_amd64.zip\n`),
    );
    const { output } = await pinSigned(['vault@1.0.2']);
    expect(output).toContain('the signature is not that of this text');
    expect(listPinned()).toEqual([]);
  });

  it.each([
    ['they are not there', '_SHA256SUMS'],
    ['their signature is not there', '_SHA256SUMS.72D7468F.sig'],
  ])('are missed where %s', async (_title, ending) => {
    publish('vault', '1.0.3');
    server.remove(`vault/1.0.3/vault_1.0.3${ending}`);
    const { exitStatus, output } = await pinSigned(['vault@1.0.3']);
    expect(exitStatus).toBe(1);
    expect(output).toContain('The signed sums are not there.');
    expect(listPinned()).toEqual([]);
  });

  it('are missed where the server fails', async () => {
    publish('vault', '1.0.4');
    server.meet('vault/1.0.4/vault_1.0.4_SHA256SUMS', answerWith(503, 'busy', 'text/plain'));
    const { exitStatus, output } = await pinSigned(['vault@1.0.4']);
    expect(exitStatus).toBe(1);
    expect(output).toContain('status 503');
  });
});

describe('what this orb is built with', () => {
  it('is the table that the record gives', () => {
    const text = readFileSync(`${root}${record}`, 'utf8');
    const pins = parseRecord(text);
    expect(renderRecord(pins)).toBe(text);
    expect(renderDigests(pins)).toBe(readFileSync(`${root}${table}`, 'utf8'));
  });

  it("has the tutorial's version for Linux, and no digest for two archives", () => {
    expect(Object.keys(releaseDigests.vault['1.12.2'] ?? {})).toEqual([
      'linux_amd64',
      'linux_arm64',
    ]);
    const digests = products.flatMap((product) =>
      Object.values(releaseDigests[product]).flatMap(Object.values),
    );
    expect(new Set(digests).size).toBe(digests.length);
  });

  it.each(Object.entries(releaseKeys))(
    'holds the key of %s that it names',
    (_product, { key, fingerprint }) => {
      const home = join(checkout, 'home');
      mkdirSync(home, { mode: 0o700 });
      const shown = execFileSync(
        'gpg',
        ['--homedir', home, '--batch', '--with-colons', '--show-keys'],
        {
          input: Buffer.from(key, 'base64'),
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
      const primaries = shown.split('\n').filter((line) => line.startsWith('pub:'));
      expect(primaries).toHaveLength(1);
      expect(/^fpr:+([0-9A-F]{40}):/m.exec(shown)?.[1]).toBe(fingerprint);
    },
  );
});
