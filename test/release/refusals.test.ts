import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAccess } from '../../scripts/circleci-cli/access.ts';
import { findCli } from '../../scripts/circleci-cli/circleci-cli.ts';
import { checkBranch, makeLabel } from '../../scripts/publish/branch-label.ts';
import { checkClean, checkTag, lookAtCheckout } from '../../scripts/publish/checkout.ts';
import { checkNames, nameCommit, nameRelease } from '../../scripts/publish/release.ts';
import { readWish } from '../../scripts/publish/wish.ts';
import { type Refusal, Refused } from '../../scripts/refusal.ts';
import { orbNamespace } from '../../src/inputs/orb-name.ts';
import { makeRepository, type Repository } from '../support/circleci-api/repository.ts';

const commit = 'c0ffee';

/** What happened and why; every refusal has a next step. */
function tell(refusals: readonly Refusal[]): string[] {
  expect(refusals.filter(({ next }) => next.some((step) => !/\w/.test(step)))).toEqual([]);
  return refusals.map(({ what, why }) => `${what} ${why}`);
}

function catchRefusals(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return tell(error.refusals);
    throw error;
  }
  return [];
}

describe('the names of a release', () => {
  it.each([
    ['Acme', 'dev:alpha', '"Acme" is no namespace.'],
    ['acme/vault-oidc', 'dev:alpha', '"acme/vault-oidc" is no namespace.'],
    ['', 'dev:alpha', '--namespace is missing.'],
    ['-acme', '1.2.3', '"-acme" is no namespace.'],
    ['acme', '', '--version is missing.'],
    ['acme', 'v1.2.3', '"v1.2.3" is no version of an orb.'],
    ['acme', '1.2', '"1.2" is no version of an orb.'],
    ['acme', '1.2.3-rc.1', '"1.2.3-rc.1" is no version of an orb.'],
    ['acme', '01.2.3', '"01.2.3" is no version of an orb.'],
    ['acme', '1.2.3\n', '"1.2.3\\n" is no version of an orb.'],
    ['acme', 'dev:', '"dev:" is no version of an orb.'],
    ['acme', 'dev:a/b', '"dev:a/b" is no version of an orb.'],
    ['acme', 'dev:a b', '"dev:a b" is no version of an orb.'],
    ['acme', 'volatile', '"volatile" is no version of an orb.'],
    ['acme', `dev:${'a'.repeat(101)}`, 'this script takes 100 of them at most'],
    ['acme', '1.2.3', '"acme" is not the namespace that the orb\'s own text names.'],
  ])('%j and %j are refused', (namespace, version, words) => {
    expect(tell(checkNames(nameRelease(namespace, version)))).toEqual([
      expect.stringContaining(words),
    ]);
  });

  it.each([
    [orbNamespace, '1.2.3', '1.2.3', true],
    [orbNamespace, 'dev:alpha', 'dev:alpha', false],
    ['acme', 'dev:alpha', 'dev:alpha', false],
    ['acme', 'dev:sha', `dev:${commit}`, false],
    ['acme', 'dev:1.2.3', 'dev:1.2.3', false],
    ['acme', `dev:${'a'.repeat(100)}`, `dev:${'a'.repeat(100)}`, false],
  ])('of %s, %s stands for %s', (namespace, wished, version, isProduction) => {
    const release = nameRelease(namespace, nameCommit(wished, commit));
    const reference = `${namespace}/vault-oidc@${version}`;
    expect(release).toMatchObject({ reference, isProduction });
    expect(checkNames(release)).toEqual([]);
  });

  it.each([
    [['--namespace', 'acme', '--dryrun'], "Unknown option '--dryrun'"],
    [['extra'], 'what is extra?'],
    [['--version'], "'--version <value>' argument missing"],
    [['--dry-run=no'], 'does not take an argument'],
  ])('the arguments %j are refused', (args, words) => {
    const commandLine = { args, environment: {}, usage: 'usage' };
    const told = catchRefusals(() => readWish(commandLine, ['namespace', 'version']));
    expect(told).toEqual([expect.stringContaining(words)]);
  });

  it.each(['dry_run', 'namespace', 'version'])('the option %s that npm kept is refused', (name) => {
    const environment = { [`npm_config_${name}`]: 'true' };
    const commandLine = { args: ['--namespace', 'acme'], environment, usage: 'usage' };
    expect(catchRefusals(() => readWish(commandLine, ['namespace', 'version']))).toEqual([
      expect.stringContaining(`npm took --${name.replace('_', '-')} for its own`),
    ]);
  });
});

describe('the label of a branch', () => {
  it.each([
    ['main', 'main'],
    ['feature/Two_Things#1', 'feature-Two_Things-1'],
    ['--odd--', 'odd'],
    ['ünïcode/ß', 'n-code'],
    [`a/${'b'.repeat(200)}`, `a-${'b'.repeat(98)}`],
  ])('%s is %s', (branch, label) => {
    expect(makeLabel(branch)).toBe(label);
    expect(checkNames(nameRelease('acme', `dev:${label}`))).toEqual([]);
  });

  it.each([
    ['/ß/', 'There is no branch'],
    ['c0ffee'.repeat(7).slice(0, 40), 'is named like a commit'],
  ])('is refused when it is made of %s', (branch, words) => {
    expect(tell(checkBranch(makeLabel(branch)))).toEqual([expect.stringContaining(words)]);
  });
});

describe('a checkout', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = makeRepository(['notes.txt']);
  });
  afterEach(() => repository[Symbol.dispose]());

  const check = (version: string): string[] => {
    const checkout = lookAtCheckout(repository.directory);
    const release = nameRelease('acme', version);
    return tell([...checkClean(checkout), ...checkTag(release, checkout, '1.2.3')]);
  };

  type Row = [title: string, version: string, prepare: () => void, words: string];
  it.each<Row>([
    ['a file changed', 'dev:a', () => repository.change('notes.txt'), 'published: notes.txt'],
    ['a file is new', 'dev:a', () => repository.change('new.txt'), 'published: new.txt'],
    [
      'a file is staged',
      'dev:a',
      () => repository.git('rm', '--quiet', 'notes.txt'),
      'published: notes.txt',
    ],
    [
      'a file is new and git shows no new ones',
      'dev:a',
      () => {
        repository.git('config', 'status.showUntrackedFiles', 'no');
        repository.change('new.txt');
      },
      'published: new.txt',
    ],
    ...['--assume-unchanged', '--skip-worktree'].map(
      (option): Row => [
        `git was told not to look at a file (${option})`,
        'dev:a',
        () => {
          repository.git('update-index', option, 'notes.txt');
          repository.change('notes.txt');
        },
        'as committed: notes.txt',
      ],
    ),
    [
      'package.json has another version',
      '9.9.9',
      () => repository.git('tag', 'v9.9.9'),
      'Version 9.9.9 is not the version of package.json. package.json says 1.2.3',
    ],
    ['there is no tag', '1.2.3', () => undefined, 'There is no tag v1.2.3.'],
    [
      'a branch has the name of the tag',
      '1.2.3',
      () => repository.git('branch', 'v1.2.3'),
      'There is no tag v1.2.3.',
    ],
    [
      'the tag is at another commit',
      '1.2.3',
      () => {
        repository.git('tag', 'v1.2.3');
        repository.git('commit', '--quiet', '--allow-empty', '--message', 'more');
      },
      'The tag v1.2.3 is not at the commit that is checked out.',
    ],
  ])('is refused when %s', (_title, version, prepare, words) => {
    prepare();
    expect(check(version)).toEqual([expect.stringContaining(words)]);
  });

  it.each([[[]], [['--annotate', '--message', 'release']]])(
    'is published from its tag (git tag %j)',
    (options) => {
      repository.git('tag', ...options, 'v1.2.3');
      expect(check('1.2.3')).toEqual([]);
    },
  );

  it('needs no tag for a dev version', () => {
    expect(check('dev:alpha')).toEqual([]);
  });

  it('is refused when it is none', () => {
    expect(catchRefusals(() => lookAtCheckout('/'))).toEqual([
      expect.stringContaining('Git does not tell what would be published.'),
    ]);
  });
});

describe('the token and the host', () => {
  it.each([
    [
      { CIRCLECI_CLI_TOKEN: 'one', CIRCLE_TOKEN: 'two' },
      'CIRCLECI_CLI_TOKEN and CIRCLE_TOKEN differ.',
    ],
    [{ CIRCLE_TOKEN: 'two words' }, 'The token is not one of CircleCI.'],
    [{ CIRCLE_HOST: 'circleci.com' }, 'The address of CircleCI is wrong.'],
    [{ CIRCLE_HOST: 'http://circleci.example' }, 'The address of CircleCI is wrong.'],
    [{ CIRCLE_HOST: 'https://circleci.example/api' }, 'The address of CircleCI is wrong.'],
    [{ CIRCLE_HOST: 'https://me@circleci.example' }, 'The address of CircleCI is wrong.'],
    [
      { CIRCLE_HOST: 'https://circleci.com', CIRCLECI_CLI_HOST: 'https://ci.example' },
      'CIRCLECI_CLI_HOST and CIRCLE_HOST differ.',
    ],
  ])('%j are refused', (environment, words) => {
    const told = catchRefusals(() => readAccess(environment));
    expect(told).toEqual([expect.stringContaining(words)]);
    expect(told.join()).not.toContain('two words');
  });

  it.each([
    [{ CIRCLE_TOKEN: 'word\n' }, 'https://circleci.com'],
    [{ CIRCLECI_CLI_TOKEN: 'word', CIRCLE_HOST: 'https://ci.example/' }, 'https://ci.example'],
    [{ CIRCLE_TOKEN: 'word', CIRCLE_HOST: 'HTTPS://CI.example:443//' }, 'https://ci.example'],
    [{ CIRCLE_TOKEN: 'word', CIRCLE_HOST: 'https://ci.example?#' }, 'https://ci.example'],
    [
      { CIRCLECI_CLI_TOKEN: 'word', CIRCLE_TOKEN: 'word', CIRCLECI_CLI_HOST: 'http://127.0.0.1:1' },
      'http://127.0.0.1:1',
    ],
  ])('of %j are taken', (environment, host) => {
    const access = readAccess(environment);
    expect(access.host).toBe(host);
    expect(access.token?.reveal()).toBe('word');
  });
});

describe('the program "circleci"', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const find = (answer: string, exitStatus = 0) => {
    const program = join(directory, 'circleci');
    writeFileSync(program, `#!/bin/sh\necho '${answer}'\nexit ${exitStatus}\n`);
    chmodSync(program, 0o755);
    const access = { host: 'http://127.0.0.1:9', token: undefined };
    return findCli({ PATH: directory }, access, directory);
  };

  it.each([
    ['0.1.47860+abcdef0 (release)', '0.1', '0.1.47860'],
    ['circleci 1.0.48692 (unknown)', '1.x', '1.0.48692'],
  ])('that says %s is the CLI %s', async (answer, generation, version) => {
    expect(await find(answer)).toMatchObject({ generation, version });
  });

  it.each([
    ['1.0.237 (build agent)', 0],
    ['', 0],
    ['circleci 2.0.0', 0],
    ['0.1', 0],
    ['0.1.47860', 255],
  ])('that says %j with status %i is refused', async (answer, exitStatus) => {
    await expect(find(answer, exitStatus)).rejects.toThrow(
      'The program "circleci" is not the CircleCI CLI.',
    );
  });
});
