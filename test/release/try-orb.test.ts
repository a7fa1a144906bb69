import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { demoSecrets } from '../../scripts/demo/tutorial.ts';
import { findLocalOrbs } from '../../scripts/try/find-local-orbs.ts';
import { listHandedOn } from '../../scripts/try/own-surroundings.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { runByNpm } from '../support/npm-run.ts';
import { runScript, type ScriptOutcome, type ScriptWish } from '../support/script-process.ts';

const nothingLeft = { leftFiles: [], leftProcesses: [] };

const config = `version: 2.1
orbs: { vault-oidc: some-team/vault-oidc@dev:alpha }
jobs:
  load:
    docker: [{ image: cimg/node:lts }]
    steps:
      - checkout
      - vault-oidc/load-secrets: { secrets: secret/app/db username }
      - run: echo "loaded $USERNAME"
      - run: cat notes.txt && ls
  look:
    docker: [{ image: cimg/node:lts }]
    steps: [{ run: 'echo "address $VAULT_ADDR, colour $COLOUR, home \${OWN-unset}"' }, { run: exit 7 }]
  serve:
    docker: [{ image: cimg/node:lts }]
    steps:
      - run: { name: dying server, background: true, command: "echo cannot listen; exit 3" }
      - run: { name: good server, background: true, command: "echo listening; sleep 20" }
      - run: sleep 1
  elsewhere:
    docker: [{ image: cimg/node:lts }]
    working_directory: /repo
    steps: [{ run: pwd }]
  mint:
    docker: [{ image: cimg/node:lts }]
    steps: [{ run: circleci run oidc get }]
workflows: { main: { jobs: [load, look, serve, elsewhere, mint] } }
`;

let repository: string;
beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  execFileSync('git', ['init', '--quiet', repository]);
  writeFileSync(join(repository, 'config.yml'), config);
  writeFileSync(join(repository, 'notes.txt'), 'a note of the repository\n');
  writeFileSync(join(repository, 'deleted.txt'), '');
  execFileSync('git', ['add', 'deleted.txt'], { cwd: repository });
  rmSync(join(repository, 'deleted.txt'));
  writeFileSync(join(repository, '.gitignore'), 'ignored.txt\n');
  writeFileSync(join(repository, 'ignored.txt'), '');
  writeFileSync(join(repository, 'other-orb.yml'), config.replace('vault-oidc@dev', 'node@dev'));
  writeFileSync(join(repository, 'broken.yml'), 'version: 2.1\njobs: [');
  writeFileSync(join(repository, 'wrong.yml'), config.replace('{ secrets:', '{ secret:'));
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

function tryOrb(args: readonly string[], wish: ScriptWish = {}): Promise<ScriptOutcome> {
  const environment = { INIT_CWD: repository, ...wish.environment };
  return runScript('try-orb.ts', { ...wish, arguments: args, environment });
}

describe('orb:try', () => {
  it("runs the tutorial's config with a server and an issuer of its own", async () => {
    const tried = await tryOrb([`${root}docs/tutorial/config.yml`, '--demo']);
    expect(tried).toMatchObject({ exitStatus: 0, ...nothingLeft });
    const told = [
      `dist/orb.yml stands for ${qualifiedOrbName}`,
      'a server of its own at http://127.0.0.1:',
      'left out here',
      'loaded 2 variables from 1 path',
      'Welcome, paul.atreides.',
      'the job succeeded',
    ];
    expect(told.filter((text) => !tried.output.includes(text))).toEqual([]);
    expect(tried.output).not.toContain(demoSecrets.password);
    expect(tried.output).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });

  it('runs the named one of several jobs, and copies the repository at checkout', async () => {
    const tried = await tryOrb(['config.yml', 'load', '--demo', '--checkout']);
    expect(tried).toMatchObject({ exitStatus: 0, ...nothingLeft });
    expect(tried.output).toContain('dist/orb.yml stands for some-team/vault-oidc');
    expect(tried.output).toContain('loaded app');
    expect(tried.output).toContain('a note of the repository');
    expect(tried.output).not.toMatch(/(ignored|deleted)\.txt/);
  });

  it('leaves checkout out when nobody asks for it, and ends with 1 for a job that fails', async () => {
    const tried = await tryOrb(['config.yml', 'load', '--demo']);
    expect(tried).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(tried.output).toContain('the job failed');
  });

  it("hands the caller's variables on by name, and tells which", async () => {
    const environment = { VAULT_ADDR: 'https://vault.example.com', COLOUR: 'blue', OWN: 'secret' };
    const tried = await tryOrb(['config.yml', 'look', '--env', 'COLOUR'], { environment });
    expect(tried).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(tried.output).toContain('address https://vault.example.com, colour blue, home unset');
    expect(tried.output).toMatch(/from your environment: VAULT_ADDR\b.*, COLOUR$/m);
    expect(tried.output).toMatch(/not set there: .*CIRCLE_OIDC_TOKEN_V2/);
  });

  it('tells which variables it found for a demo, and which not', async () => {
    const tried = await tryOrb(
      ['config.yml', 'look', '--demo', '--env', 'COLOUR', '--env', 'NOTSET'],
      { environment: { COLOUR: 'blue' } },
    );
    expect(tried).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(tried.output).toMatch(/from your environment: COLOUR$/m);
    expect(tried.output).toMatch(/not set there: NOTSET$/m);
    expect(tried.output).toContain('colour blue');
  });

  it('shows that a step begins in the background, and how it ended', async () => {
    const tried = await tryOrb(['config.yml', 'serve']);
    expect(tried).toMatchObject({ exitStatus: 0, ...nothingLeft });
    expect(tried.output).toMatch(/^ +dying server +started in the background$/m);
    expect(tried.output).toMatch(
      /sleep 1 +ok .*\n +in the background: dying server +failed \(exit status 3\).*\n +\| cannot listen\n/,
    );
    expect(tried.output).toMatch(
      /in the background: good server +stopped with the job.*\n +\| listening\n/,
    );
  });

  it("fills the build into a config that leaves the orb open, such as the pipeline's", async () => {
    const tried = await tryOrb([`${root}.circleci/test-deploy.yml`, 'docker']);
    expect(tried).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(tried.output).toContain('dist/orb.yml stands for the empty vault-oidc');
    // Nobody copied the sources, so that the step fails before the orb's.
    expect(tried.output).toMatch(/Make it trust CircleCI +failed/);
    expect(tried.output).toMatch(/Load secrets from Vault +skipped/);
  });

  it('lets no other CircleCI CLI answer for the issuer', async () => {
    const tried = await tryOrb(['config.yml', 'mint']);
    expect(tried).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(tried.output).toContain('no issuer of tokens without --demo');
  });
});

describe('orb:try does not run', () => {
  it.each([
    [
      'an unknown job',
      ['config.yml', 'deploy'],
      'they run no job deploy, but load, look, serve, elsewhere, mint',
    ],
    [
      'one of several without its name',
      ['config.yml'],
      'several jobs (load, look, serve, elsewhere, mint)',
    ],
    ['a config that is no YAML', ['broken.yml'], 'line 2'],
    [
      'a config that CircleCI would refuse',
      ['wrong.yml', 'load'],
      'Unexpected argument(s): secret',
    ],
    ['a config with another orb', ['other-orb.yml', 'load'], 'the config uses some-team/node'],
    ['a config that is not there', ['none.yml'], 'ENOENT'],
    ['nothing', [], 'name a config\n  next  call it as  npm run orb:try'],
    [
      'a job outside of its directory',
      ['config.yml', 'elsewhere'],
      "the job's working directory /repo is outside",
    ],
  ])('%s', async (_title, args, told) => {
    const tried = await tryOrb(args);
    expect(tried).toMatchObject({ exitStatus: 2, ...nothingLeft });
    expect(tried.output).toContain(told);
    expect(tried.output).not.toMatch(/^2\. /m);
  });

  it('with an option that npm keeps for itself', () => {
    const args = ['config.yml', 'look', '--env=OWN', '--demo'];
    const { exitStatus, output } = runByNpm(repository, 'try-orb.ts', args);
    expect(output).toContain('npm took --demo, --env for its own: write -- in front of it');
    expect(output).not.toContain('OWN');
    expect(exitStatus).toBe(2);
  });
});

it.each([
  ['SIGINT', 130, 'the server starts', /^2\. /m],
  ['SIGTERM', 143, 'the job runs', /^3\. [\s\S]*loaded app/m],
] as const)(
  'orb:try leaves nothing after %s (status %i) while %s',
  async (signal, exitStatus, _title, when) => {
    const slow = join(repository, 'slow.yml');
    writeFileSync(slow, config.replace('cat notes.txt && ls', 'sleep 20'));
    const tried = await tryOrb([slow, 'load', '--demo'], { interruption: { signal, when } });
    expect(tried).toMatchObject({ exitStatus, ...nothingLeft });
    expect(tried.output).toContain(`interrupted (${signal})`);
  },
);

describe('the local build stands for', () => {
  it.each([
    [
      'any namespace and version',
      'a: x/vault-oidc@1\nb: y/vault-oidc@volatile',
      ['x/vault-oidc', 'y/vault-oidc'],
    ],
    ['a version by a parameter', 'a: x/vault-oidc@<< pipeline.parameters.v >>', ['x/vault-oidc']],
    ['what an inline orb imports', 'a: { orbs: { b: x/vault-oidc@1 } }', ['x/vault-oidc']],
  ])('%s', (_title, orbs, names) => {
    const lines = orbs.replace(/^/gm, '  ');
    expect(findLocalOrbs(`version: 2.1\norbs:\n${lines}\n`)).toEqual(names);
  });

  it.each(['circleci/node@5', 'x/my-vault-oidc@1', 'https://example.com/x/vault-oidc@1'])(
    'not for %s',
    (reference) => {
      expect(() => findLocalOrbs(`version: 2.1\norbs: { a: '${reference}' }`)).toThrow(
        'only vault-oidc can be tried here',
      );
    },
  );
});

it('the variables that are handed on are told in docs/developing-the-orb.md', () => {
  const guide = readFileSync(`${root}docs/developing-the-orb.md`, 'utf8');
  expect(listHandedOn().filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
});
