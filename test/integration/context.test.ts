import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ContextFault,
  type ContextOperation,
  type ContextsApi,
  startContextsApi,
} from '../support/contexts-api.ts';
import { type CliOutcome, runCli } from '../support/run-cli.ts';

let api: ContextsApi;
beforeEach(async () => {
  api = await startContextsApi();
});
afterEach(() => api[Symbol.asyncDispose]());

const wanted = [
  '--name',
  'vault',
  '--vault-address',
  'https://vault.example:8200',
  '--vault-role',
  'deploy',
];
const strict = ['--branch', 'main', '--forbid-ssh-reruns'];
const expression = 'pipeline.git.branch == "main" and not job.ssh.enabled';

function runContext(args: readonly string[], environment = {}): Promise<CliOutcome> {
  return runCli(['context', ...wanted, '--organization-id', api.organization.id, ...args], {
    environment: { CIRCLE_HOST: api.address, CIRCLE_TOKEN: api.token, ...environment },
    // Half of it counts too.
    canaries: [api.token, api.token.slice(0, 16)],
  });
}

/** What is stored, without ids that others chose. */
function lookAtContext(place = 0): unknown {
  const context = api.contexts[place];
  return {
    variables: Object.fromEntries(context?.variables ?? []),
    restrictions: context?.restrictions.map(({ type, value }) => `${type} ${value}`),
  };
}

const reads: readonly ContextOperation[] = ['list contexts', 'list variables', 'list restrictions'];
const listWrites = (): ContextOperation[] => api.operations.filter((each) => !reads.includes(each));

describe('the context command', () => {
  it('shows what it would make, and makes nothing', async () => {
    const { status, stdout, stderr } = await runContext([
      '--project-id',
      api.project.id,
      ...strict,
    ]);
    expect({ status, contexts: api.contexts, writes: listWrites() }).toEqual({
      status: 0,
      contexts: [],
      writes: [],
    });
    expect(stdout).toContain('+ context vault of');
    expect(stdout).toContain('  + VAULT_ADDR = https://vault.example:8200\n');
    expect(stdout).toContain(`  + restriction: project ${api.project.id}\n`);
    expect(stdout).toContain(`  + restriction: expression ${expression}\n`);
    expect(stdout).toContain('run it again with --apply');
    expect(stderr).toContain('appear as **** in the logs');
  });

  it('makes it with --apply, restricted before it holds a value, and tells its id', async () => {
    const args = ['--project-id', api.project.id, ...strict, '--vault-namespace', 'team/a'];
    const { status, stdout } = await runContext([...args, '--apply']);
    expect(status).toBe(0);
    expect(lookAtContext()).toEqual({
      variables: {
        VAULT_ADDR: 'https://vault.example:8200',
        VAULT_ROLE: 'deploy',
        VAULT_NAMESPACE: 'team/a',
      },
      restrictions: [
        `group ${api.organization.id}`,
        `project ${api.project.id}`,
        `expression ${expression}`,
      ],
    });
    expect(listWrites()).toEqual([
      'create context',
      'add restriction',
      'add restriction',
      'set variable',
      'set variable',
      'set variable',
    ]);
    expect(stdout).toContain(`npx vault-oidc setup --context ${api.contexts[0]?.id}`);
  });

  it('changes nothing the second time, but writes the values again, and says so', async () => {
    const args = ['--project-id', api.project.id, ...strict, '--apply'];
    await runContext(args);
    const before = lookAtContext();
    api.operations.length = 0;
    const { status, stdout } = await runContext(args);
    expect(status).toBe(0);
    expect(lookAtContext()).toEqual(before);
    expect(listWrites()).toEqual(['set variable', 'set variable']);
    expect(stdout).toContain('is as it was; its values were written again');
    expect(stdout).not.toContain('+');
    expect((await runContext(args.slice(0, -1))).stdout).toContain('nothing to do');
  });

  it('finds it on a later page, and keeps what others put into it', async () => {
    for (const name of ['a', 'b', 'c', 'd']) api.addContext(name);
    const context = api.addContext('vault');
    context.variables.set('OTHER', 'theirs').set('VAULT_ADDR', 'https://elsewhere.example');
    const other = randomUUID();
    context.restrictions.push({ id: randomUUID(), type: 'project', value: other });
    const { status, stdout, stderr } = await runContext([
      '--project-id',
      api.project.id,
      '--apply',
    ]);
    expect(status).toBe(0);
    expect(lookAtContext(4)).toEqual({
      variables: {
        OTHER: 'theirs',
        VAULT_ADDR: 'https://vault.example:8200',
        VAULT_ROLE: 'deploy',
      },
      restrictions: [
        `group ${api.organization.id}`,
        `project ${other}`,
        `project ${api.project.id}`,
      ],
    });
    expect(stdout).toContain('  ~ VAULT_ADDR');
    expect(stdout).toContain(`project app (${other}) (not of this command; it stays)`);
    expect(stderr).toContain('of several projects each one is let in');
  });

  it('takes the slug in the place of the id', async () => {
    const args = ['context', ...wanted, '--owner-slug', 'gh/acme', '--apply'];
    const environment = { CIRCLE_HOST: api.address, CIRCLECI_CLI_TOKEN: api.token };
    const { status, stderr } = await runCli(args, { environment, canaries: [api.token] });
    expect({ status, made: api.contexts.length }).toEqual({ status: 0, made: 1 });
    expect(stderr).toContain('jobs of every project may use the context');
  });

  it('prints JSON alone for machines: what the context is at the end', async () => {
    const { status, stdout } = await runContext([...strict, '--apply', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: api.contexts[0]?.id,
      applied: true,
      created: true,
      fulfilled: true,
      variables: [{ state: 'same end' }, { state: 'same end' }],
      restrictions: { missing: [], present: [{ type: 'expression', value: expression }] },
    });
  });

  it('does not say of a context that was changed that it is made', async () => {
    api.addContext('vault').variables.set('VAULT_ROLE', 'another');
    const { stdout } = await runContext(['--apply']);
    expect(stdout).toContain('the context vault is changed: ');
  });

  it.each([
    ['takes back its own', '00000000-0000-4000-8000-000000000000', 1],
    ['leaves that to the other', 'ffffffff-ffff-4fff-bfff-ffffffffffff', 2],
  ])('%s where two runs made one restriction, and never both', async (_what, id, left) => {
    const { restrictions } = api.addContext('vault');
    const value = api.project.id;
    const meanwhile = (): unknown => restrictions.push({ id, type: 'project', value });
    api.failNext('add restriction', { meanwhile });
    const { status } = await runContext(['--project-id', value, '--apply']);
    const ofProject = restrictions.filter(({ type }) => type === 'project');
    expect({ status, left: ofProject.length }).toEqual({ status: 0, left });
    expect(ofProject[0]?.id).toBe(id);
  });

  it('refuses a second branch, which no job could be of, and writes nothing', async () => {
    await runContext([...strict, '--apply']);
    api.operations.length = 0;
    const other = ['--branch', 'release'];
    const shown = await runContext(other);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain(`  ! restriction: expression ${expression}`);
    expect(shown.stdout).toContain('marked with "!" is to be removed');
    const { status, told } = await runContext([...other, '--apply']);
    expect({ status, code: told[0]?.code }).toEqual({ status: 2, code: 'RESOURCE_IN_THE_WAY' });
    expect(told[0]?.why).toContain(expression);
    expect(listWrites()).toEqual([]);
  });

  it('names what else jobs would read there, and whom a first restriction locks out', async () => {
    const context = api.addContext('vault');
    context.variables.set('VAULT_NAMESPACE', 'old').set('VAULT_SKIP_VERIFY', '1').set('OTHER', 'x');
    const args = ['--project-id', api.project.id];
    const { stdout, stderr } = await runContext([...args, '--apply']);
    expect(stdout).toMatch(/^ {2}! VAULT_NAMESPACE .*\n {2}! VAULT_SKIP_VERIFY /m);
    expect(stderr).toContain('remove VAULT_NAMESPACE, VAULT_SKIP_VERIFY in CircleCI');
    expect(stderr).toContain('open to every project');
    const again = await runContext([...args, '--json']);
    expect(again.stderr).not.toContain('open to every project');
    expect(JSON.parse(again.stdout)).toMatchObject({
      fulfilled: false,
      leftovers: ['VAULT_NAMESPACE', 'VAULT_SKIP_VERIFY'],
    });
  });

  it('shows the text of others without what a terminal would obey, each in one line', async () => {
    const value = 'a\u001b[2K\u202eb\n  + forged';
    api.addContext('vault').restrictions.push({ id: randomUUID(), type: 'expression', value });
    const { stdout } = await runContext([]);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(stdout).toContain('restriction: expression a [2K b   + forged (not of');
  });

  it('uses the context that somebody else made at the same moment', async () => {
    api.failNext('create context', 'overtaken');
    const { status } = await runContext(['--apply']);
    expect({ status, made: api.contexts.length }).toEqual({ status: 0, made: 1 });
    expect(lookAtContext()).toMatchObject({ variables: { VAULT_ROLE: 'deploy' } });
  });

  it('is whole after a second run when the first one lost its connection', async () => {
    api.failNext('create context', 'cut after');
    const args = ['--project-id', api.project.id, '--apply'];
    const first = await runContext(args);
    expect(first.told.map(({ code }) => code)).toEqual(['CIRCLECI_UNAVAILABLE']);
    expect(first.status).toBe(5);
    expect((await runContext(args)).status).toBe(0);
    expect(api.contexts).toHaveLength(1);
    expect(lookAtContext()).toMatchObject({
      restrictions: [`group ${api.organization.id}`, `project ${api.project.id}`],
    });
  });

  it.each<[ContextOperation, ContextFault]>([
    ['create context', { status: 429, headers: { 'Retry-After': '0' } }],
    ['list contexts', { status: 429, headers: { 'Retry-After': '0' }, body: '<html>slow</html>' }],
    ['list contexts', { status: 503 }],
    ['list restrictions', 'cut before'],
    ['set variable', 'cut after'],
    ['set variable', { status: 500 }],
  ])('tries again: %s, %j', async (operation, fault) => {
    api.failNext(operation, fault);
    expect((await runContext(['--apply'])).status).toBe(0);
    expect(lookAtContext()).toMatchObject({ variables: { VAULT_ROLE: 'deploy' } });
  });

  it.each<[ContextOperation, ContextFault, number, string, string]>([
    ['list contexts', { status: 401 }, 3, 'CIRCLECI_TOKEN_REFUSED', 'list the contexts'],
    ['list contexts', { status: 403, echoesAt: 275 }, 4, 'CIRCLECI_FORBIDDEN', 'list the contexts'],
    ['create context', { status: 403 }, 4, 'CIRCLECI_FORBIDDEN', 'create the context vault'],
    ['add restriction', { status: 403 }, 4, 'CIRCLECI_FORBIDDEN', `to expression ${expression}`],
    ['set variable', { status: 404 }, 4, 'CIRCLECI_NOT_FOUND', 'store VAULT_ADDR'],
    ['add restriction', { status: 400 }, 2, 'CIRCLECI_REFUSED', 'restrict the context'],
    ['create context', { status: 500 }, 5, 'CIRCLECI_UNAVAILABLE', 'create the context vault'],
    ['create context', { status: 409 }, 2, 'CIRCLECI_REFUSED', 'create the context vault'],
    [
      'list contexts',
      { status: 200, body: '<html>' },
      6,
      'CIRCLECI_ANSWER_UNEXPECTED',
      'does not send',
    ],
    [
      'list contexts',
      { status: 404, body: '<html>' },
      6,
      'CIRCLECI_ANSWER_UNEXPECTED',
      'does not send',
    ],
    [
      'list contexts',
      { status: 200, body: '{}' },
      6,
      'CIRCLECI_ANSWER_UNEXPECTED',
      'does not send',
    ],
    [
      'list contexts',
      { status: 302, headers: { Location: 'https://example.org/' } },
      6,
      'CIRCLECI_ANSWER_UNEXPECTED',
      'redirects',
    ],
    [
      'create context',
      { status: 200, body: '{}' },
      6,
      'CIRCLECI_ANSWER_UNEXPECTED',
      'without an id',
    ],
    [
      'create context',
      { status: 429, headers: { 'Retry-After': '3600' } },
      5,
      'CIRCLECI_UNAVAILABLE',
      'create the context',
    ],
  ])('fails cleanly: %s, %j', async (operation, fault, status, code, what) => {
    api.failNext(operation, fault);
    const outcome = await runContext([...strict, '--apply']);
    expect({ status: outcome.status, codes: outcome.told.map((each) => each.code) }).toEqual({
      status,
      codes: [code],
    });
    expect(outcome.told[0]?.what).toContain(what);
    expect(outcome.told[0]?.next[0]).toMatch(/\w/);
  });

  it('does not guess between two contexts of one name', async () => {
    api.addContext('vault');
    api.addContext('vault');
    const { status, told } = await runContext(['--apply']);
    expect({ status, what: told[0]?.what }).toEqual({
      status: 2,
      what: 'There are 2 contexts vault.',
    });
    expect(listWrites()).toEqual([]);
  });

  it('tells that nothing is known of another organization', async () => {
    const { status, told } = await runContext(['--organization-id', randomUUID()]);
    expect({ status, code: told[0]?.code }).toEqual({ status: 4, code: 'CIRCLECI_NOT_FOUND' });
  });

  it.each([
    ['no token', { CIRCLE_TOKEN: '' }, 3, 'CIRCLECI_TOKEN_MISSING'],
    ['a token that is none', { CIRCLE_TOKEN: 'two words' }, 3, 'CIRCLECI_TOKEN_REFUSED'],
    ['two tokens', { CIRCLECI_CLI_TOKEN: 'another-token' }, 3, 'CIRCLECI_TOKEN_REFUSED'],
    ['an address without TLS', { CIRCLE_HOST: 'http://circleci.example' }, 2, 'PARAMETER_INVALID'],
  ])('sends nothing with %s', async (_name, environment, status, code) => {
    const outcome = await runContext([], environment);
    expect({ status: outcome.status, code: outcome.told[0]?.code }).toEqual({ status, code });
    expect(api.operations).toEqual([]);
  });

  it.each([
    [['--name', ' x'], '--name'],
    [['--name=--help'], '--name'],
    [['--owner-slug', 'acme'], '--owner-slug'],
    [['--owner-slug', 'gh/-x'], '--owner-slug'],
    [['--as', 'circleci-commands', '--apply'], '--as'],
    [['--as', 'circleci-commands', '--json'], '--as'],
    [['--project-id', 'app'], '--project-id'],
    [['--expression', '(a'], '--expression'],
    [['--expression', 'a == "b'], '--expression'],
    [['--as', 'curl'], '--as'],
    [['--vault-address', 'http://vault.example'], '--vault-address'],
    [['--host', 'http://circleci.example'], '--host'],
  ])('refuses %j', async (args, option) => {
    const { status, told } = await runContext(args);
    expect(status).toBe(2);
    expect(told.map(({ what }) => what).join()).toContain(option);
    expect(api.operations).toEqual([]);
  });
});
