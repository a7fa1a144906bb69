import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPackage } from '../../scripts/bundle-helper.ts';
import { orbNamespace } from '../../src/inputs/orb-name.ts';
import { listClis } from '../support/circleci-api/cli-under-test.ts';
import {
  makeReleaseCheckout,
  type ReleaseCheckout,
  type ScriptOutcome,
} from '../support/circleci-api/release-checkout.ts';
import { type CircleCiApi, startCircleCiApi } from '../support/circleci-api/server.ts';
import { copyModule, linkModules, writeNpm } from '../support/circleci-api/stand-in-npm.ts';
import { linkPrograms } from '../support/program-directory.ts';
import { writeStandIns } from '../support/runner/stand-ins.ts';

const longestTestMs = 240_000;
const { version } = readPackage();
const tag = `v${version}`;
const production = `${orbNamespace}/vault-oidc@${version}`;
const dev = 'scripts/publish-dev.ts';
const path = process.env['PATH'] ?? '';

let api: CircleCiApi;
let checkout: ReleaseCheckout;
beforeEach(async () => {
  api = await startCircleCiApi('acme/vault-oidc');
  api.registry.orbs.add(`${orbNamespace}/vault-oidc`);
});
afterEach(async () => {
  checkout[Symbol.dispose]();
  await api[Symbol.asyncDispose]();
});

function publish(
  wish: string,
  environment: Readonly<Record<string, string>> = {},
  script = 'scripts/publish.ts',
): Promise<ScriptOutcome> {
  return checkout.run(script, wish.split(' '), {
    PATH: path,
    CIRCLE_HOST: `${api.address}/`,
    CIRCLECI_CLI_TOKEN: `${api.registry.token}\n`,
    ...environment,
  });
}

/** A PATH that finds these programs first, shell scripts by their names. */
function putFirst(programs: Readonly<Record<string, string>>, others = path): string {
  const directory = writeStandIns(join(checkout.directory, '.git/programs'), programs);
  return directory + delimiter + others;
}

const circleci = "#!/bin/sh\necho '0.1.1'\n";
const npm = writeNpm(linkModules());

describe('publishing is refused', { timeout: longestTestMs }, () => {
  beforeEach(() => {
    checkout = makeReleaseCheckout();
  });

  it('with every reason at once, and before anything is asked', async () => {
    checkout.change('src/main.ts');
    const { exitStatus, output } = await publish('--namespace A --version 9.9.9', {
      CIRCLECI_CLI_TOKEN: '',
    });
    expect(output.match(/^orb:publish: .*\n {2}why {3}.*\n {2}next {2}/gm)).toHaveLength(5);
    expect(output.match(/^orb:publish: .*$/gm)).toEqual([
      'orb:publish: "A" is no namespace.',
      'orb:publish: The working tree has changes that no commit holds.',
      'orb:publish: Version 9.9.9 is not the version of package.json.',
      'orb:publish: There is no tag v9.9.9.',
      'orb:publish: There is no token for CircleCI.',
    ]);
    expect(exitStatus).toBe(1);
  });

  it('when building again gives other files', async () => {
    checkout.change('dist/orb.yml');
    checkout.change('dist/orb/commands/old.yml');
    const environment = { PATH: putFirst({ circleci }) };
    const wish = '--namespace acme --version dev:alpha';
    const { exitStatus, output } = await publish(wish, environment);
    expect(output).toContain(
      'orb:publish: Building again does not give the files in dist/.\n  why   they differ in dist/orb.yml, dist/orb/commands/old.yml\n  next  ',
    );
    expect(exitStatus).toBe(1);
    expect(api.operations).toEqual([]);
  });

  it('when the packages that are installed give another orb than the locked ones', async () => {
    checkout.git('tag', tag);
    const modules = join(checkout.directory, '.git/modules');
    copyModule(modules, 'node-vault');
    appendFileSync(join(modules, 'node-vault/src/index.js'), 'module.exports.other = 1;\n');
    // Not those that dist/ was built with; which of the two were changed does not matter.
    const environment = { PATH: putFirst({ circleci, npm: writeNpm(linkModules(modules)) }) };
    const wish = `--namespace ${orbNamespace} --version ${version}`;
    const { exitStatus, output } = await publish(wish, environment);
    expect(output).toContain('they differ in dist/helper.cjs, dist/orb.yml');
    expect(output).toContain('  next  install what the lock file names');
    expect(exitStatus).toBe(1);
    expect(api.operations).toEqual([]);
  });

  it.each([
    ['cannot install', "echo 'npm error network' >&2; exit 1", 'npm ci says: npm error network'],
    ['installs nothing', 'true', 'The sources cannot be built again.'],
  ])('when npm %s', async (_title, command, told) => {
    checkout.git('tag', tag);
    const environment = { PATH: putFirst({ circleci, npm: writeNpm(command) }) };
    const wish = `--namespace ${orbNamespace} --version ${version} --dry-run`;
    const { exitStatus, output } = await publish(wish, environment);
    expect(output).toMatch(/^orb:publish: .*\n {2}why {3}.*\n {2}next {2}/);
    expect(output).toContain(told);
    expect(exitStatus).toBe(1);
  });

  it('before anything is built when there is no program "circleci"', async () => {
    using programs = linkPrograms(['git']);
    checkout.change('dist/orb.yml');
    const { exitStatus, output } = await publish('--namespace acme --version dev:alpha', {
      PATH: programs.path,
    });
    expect(output).toContain('there is no "circleci" on the PATH\n  next  install');
    expect(exitStatus).toBe(1);
  });

  it('for a production version in a namespace that the orb does not name, until it does', async () => {
    const wish = `--namespace acme --version ${version} --dry-run`;
    const environment = { PATH: putFirst({ circleci, npm }) };
    checkout.git('tag', tag);
    const before = await publish(wish, environment);
    expect(before.output).toContain('"acme" is not the namespace that the orb\'s own text names.');
    expect(before.output).toContain('  next  write your namespace into src/inputs/orb-name.ts');

    const file = join(checkout.directory, 'src/inputs/orb-name.ts');
    const text = readFileSync(file, 'utf8').replace(`= '${orbNamespace}'`, "= 'acme'");
    writeFileSync(file, text);
    checkout.git('commit', '--quiet', '--all', '--message', 'our namespace');
    checkout.git('tag', '--force', tag);
    const built = await checkout.run('scripts/build.ts', [], { PATH: path });
    const after = await publish(wish, environment);
    expect(after.output).toContain(`circleci orb source acme/vault-oidc@${version}`);
    expect([before, built, after].map(({ exitStatus }) => exitStatus)).toEqual([1, 0, 0]);
    const packed = readFileSync(join(checkout.directory, 'dist/orb.yml'), 'utf8');
    expect(packed).toContain('acme/vault-oidc@');
    expect(packed).not.toContain(`${orbNamespace}/vault-oidc@`);
  });
});

describe('a dry run', { timeout: longestTestMs }, () => {
  it('of a production version builds it with the packages that npm installs by the lock file', async () => {
    checkout = makeReleaseCheckout();
    // What a machine may say of line ends does not reach the orb.
    checkout.git('config', 'core.autocrlf', 'true');
    checkout.git('tag', tag);
    const { HOME, npm_config_cache } = { HOME: '', npm_config_cache: '', ...process.env };
    const { exitStatus, output } = await publish(
      `--namespace ${orbNamespace} --version ${version} --dry-run`,
      { PATH: putFirst({ circleci }), HOME, ...(npm_config_cache && { npm_config_cache }) },
    );
    expect(output).toContain('two rebuilds from the commit alone gave the same');
    expect(exitStatus).toBe(0);
    expect(checkout.git('status', '--porcelain')).toBe('');
  });

  it('needs no program "circleci"', async () => {
    checkout = makeReleaseCheckout({ isBuildQuick: true });
    using programs = linkPrograms(['git']);
    const { exitStatus, output } = await publish('--namespace acme --version dev:a --dry-run', {
      PATH: programs.path,
    });
    expect(output).toContain('the CircleCI CLI: not found (there is no "circleci" on the PATH)');
    expect(output).toContain('dry run: nothing was sent');
    expect(exitStatus).toBe(0);
  });

  it('of orb:dev is refused where there is no branch, unless CircleCI tells it', async () => {
    checkout = makeReleaseCheckout({ isBuildQuick: true });
    checkout.git('switch', '--quiet', '--detach');
    const wish = '--namespace acme --dry-run';
    const nowhere = await publish(wish, { PATH: putFirst({ circleci }) }, dev);
    expect(nowhere.output).toContain('There is no branch to name the version after.');
    const job = { PATH: putFirst({ circleci }), CIRCLE_BRANCH: 'main' };
    const told = await publish(wish, job, dev);
    expect(told.output).toContain('circleci orb source acme/vault-oidc@dev:main');
    expect([nowhere.exitStatus, told.exitStatus]).toEqual([1, 0]);
  });
});

describe.each(await listClis())('by $title', { timeout: longestTestMs }, (choice) => {
  const wish = `--namespace ${orbNamespace} --version`;
  beforeEach(() => {
    checkout = makeReleaseCheckout({ isBuildQuick: true });
  });

  it('a dry run prints the plan, without a token too, and asks nobody', async () => {
    using cli = await choice.make();
    checkout.git('tag', tag);
    const { exitStatus, output } = await publish(`${wish} ${version} --dry-run`, {
      PATH: putFirst({ npm }, cli.path),
      CIRCLECI_CLI_TOKEN: '',
    });
    expect(output).toContain(`version  ${production} (production`);
    expect(output).toContain(
      `to       ${api.address}, by the CircleCI CLI ${choice.generation[0]}.`,
    );
    expect(output).toMatch(/circleci orb publish \S+\/dist\/orb\.yml \w\S*\/vault-oidc@/);
    expect(output).toContain('dry run: nothing was sent');
    expect(exitStatus).toBe(0);
    expect(api.operations).toEqual([]);
    expect(cli.listCalls()?.map(({ args }) => args) ?? [['version']]).toEqual([['version']]);
  });

  it('a production version goes out from its tag, and a second run finds it', async () => {
    using cli = await choice.make();
    checkout.git('tag', '--annotate', '--message', 'release', tag);
    const environment = { PATH: putFirst({ npm }, cli.path) };
    const first = await publish(`${wish} ${version}`, environment);
    expect(first.output).toContain('published, and read back');
    expect([...api.registry.versions.keys()]).toEqual([production]);
    const second = await publish(`${wish} ${version}`, environment);
    expect(second.output).toContain('was published before, with the same source');
    expect([first.exitStatus, second.exitStatus]).toEqual([0, 0]);
  });

  it('the token reaches the CLI by its variables alone, in a quiet empty place', async () => {
    using cli = await choice.make();
    const { token } = api.registry;
    api.failNext('publish', 'right lacking');
    const { exitStatus, output } = await publish('--namespace acme --version dev:sha', {
      PATH: cli.path,
      HOME: checkout.directory,
      CIRCLE_CLI_TOKEN: 'not for the CLI',
    });
    expect(exitStatus).toBe(1);
    expect(output).toContain(`acme/vault-oidc@dev:${checkout.commit} was not published.`);
    expect(output.includes(token)).toBe(false);
    for (const { args, environment } of cli.listCalls() ?? []) {
      expect(args.some((text) => text.includes(token))).toBe(false);
      const { HOME, CIRCLE_TOKEN, CIRCLECI_CLI_TOKEN, CIRCLE_CLI_TOKEN, ...others } = environment;
      // Not before the program has said what it is.
      const isTold = args[0] !== 'version';
      expect([CIRCLE_TOKEN === token, CIRCLECI_CLI_TOKEN === token]).toEqual([isTold, isTold]);
      expect([HOME === checkout.directory, CIRCLE_CLI_TOKEN]).toEqual([false, undefined]);
      expect(others).toMatchObject({
        CIRCLE_HOST: api.address,
        CIRCLECI_CLI_HOST: api.address,
        CI: 'true',
        CIRCLECI_CLI_SKIP_UPDATE_CHECK: 'true',
        CIRCLECI_CLI_TELEMETRY_OPTOUT: '1',
        CIRCLE_NO_UPDATE_CHECK: '1',
        CIRCLE_NO_TELEMETRY: '1',
        NO_COLOR: '1',
      });
    }
    expect(checkout.git('status', '--porcelain')).toBe('');
  });

  it('a dry run that npm keeps for itself publishes nothing', async () => {
    using cli = await choice.make();
    const script = choice.generation === '0.1' ? 'orb:dev' : 'orb:publish';
    const rest = choice.generation === '0.1' ? [] : ['--version', 'dev:alpha'];
    const environment = { PATH: cli.path, CIRCLE_HOST: api.address };
    const { exitStatus, output } = await checkout.runNpm(
      ['run', script, '--dry-run', '--', '--namespace', 'acme', ...rest],
      { ...environment, CIRCLECI_CLI_TOKEN: api.registry.token },
    );
    expect(output).toContain('npm took --dry-run for its own');
    expect(exitStatus).toBe(1);
    expect(api.operations).toEqual([]);
  });

  it('orb:dev publishes the branch as it is, and prints the lines to use it', async () => {
    using cli = await choice.make();
    checkout.git('switch', '--quiet', '--create', 'feature/Two_Things#1');
    checkout.change('notes.txt');
    const { exitStatus, output } = await publish('--namespace acme', { PATH: cli.path }, dev);
    expect(output).toContain('note: the working tree has changes');
    expect(output).toContain('\norbs:\n  vault-oidc: acme/vault-oidc@dev:feature-Two_Things-1\n');
    expect([...api.registry.versions.keys()]).toEqual(['acme/vault-oidc@dev:feature-Two_Things-1']);
    expect(exitStatus).toBe(0);
  });

  it('orb:dev takes a branch "sha" for a branch', async () => {
    using cli = await choice.make();
    checkout.git('switch', '--quiet', '--create', 'sha');
    const { exitStatus } = await publish('--namespace acme', { PATH: cli.path }, dev);
    expect([...api.registry.versions.keys()]).toEqual(['acme/vault-oidc@dev:sha']);
    expect(exitStatus).toBe(0);
  });
});
