import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { smallNode } from '../support/node-release/node-archive.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program: smallNode });
});
afterAll(() => jobs.stop());
afterEach(() => {
  jobs.mirror.takeRequests();
});

describe('Node is fetched under', () => {
  it.each([
    'bash -eo pipefail',
    'bash -ueo pipefail',
    'bash -xeo pipefail',
    'bash --posix -eo pipefail',
    'dash -e',
    'dash -eux',
    'busybox sh -e',
    'busybox sh -eux',
    'zsh -e',
    'zsh -eux',
    'mksh -e',
    'mksh -eux',
  ])('%s', async (shell) => {
    const outcome = await jobs.run({ shell, steps: [jobs.load(), jobs.load()] });
    expectLoaded(outcome);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it.each([
    ['bash -e', 'set -feu; IFS=/v; GLOBIGNORE=*'],
    ['bash -e', 'shopt -s expand_aliases; alias echo=false rm=false tar=false'],
    ['bash -e', 'trap "echo ended >&2" EXIT'],
    ['bash -e', 'export url=mine work=mine node=mine cache=mine digest=mine'],
    ['bash -e', 'readonly work=mine url=mine why=mine line=mine cache=mine'],
    ['bash -e', 'declare -i version digest release; declare -u url node cache'],
    [
      'bash -e',
      'cd() { echo moved; builtin cd "$@"; }; mkdir() { echo made; command mkdir "$@"; }',
    ],
    ['bash --posix -e', 'alias echo=false rm=false tar=false'],
    ['dash -e', 'alias echo=false rm=false tar=false; IFS=/v'],
    ['busybox sh -e', 'alias echo=false rm=false tar=false; IFS=/v'],
    ['zsh -e', 'alias echo=false rm=false tar=false; IFS=/v'],
    ['mksh -e', 'alias rm=false tar=false; IFS=/v'],
  ])('%s after: %s', async (shell, line) => {
    expectLoaded(await jobs.run({ shell, bashEnv: `${line}\n`, steps: [jobs.load()] }));
  });

  it.each(['bash --posix', 'busybox sh', 'mksh', 'zsh --emulate sh'])(
    'sh, when that is %s',
    async (shell) => {
      const standIns = { sh: `#!/bin/dash\nexec ${shell} "$@"\n` };
      const outcome = await jobs.run({ standIns, steps: [jobs.load(), jobs.load()] });
      expectLoaded(outcome);
      expect(jobs.mirror.takeRequests()).toHaveLength(1);
    },
  );

  it.each([
    'cd() { echo moved; builtin cd "$@"; }; export -f cd',
    'mkdir() { echo made; command mkdir "$@"; }; export -f mkdir',
    'set -a; set -f; export SHELLOPTS',
  ])('sh, when that is bash, after: %s', async (line) => {
    // Other shells would not hand exported functions on.
    const sh = `#!${process.execPath}
const { argv, exit } = process;
const { spawnSync } = require('node:child_process');
exit(spawnSync('/bin/bash', ['--posix', ...argv.slice(2)], { stdio: 'inherit' }).status);
`;
    const job = { bashEnv: `${line}\n`, standIns: { sh }, steps: [jobs.load()] };
    expectLoaded(await jobs.run(job));
  });

  it('a shell and tools of BusyBox alone', async () => {
    const tools = [
      'awk',
      'grep',
      'id',
      'ls',
      'mkdir',
      'mktemp',
      'mv',
      'rm',
      'sed',
      'tail',
      'uname',
      'cmp',
      'find',
      'printf',
      'timeout',
    ];
    const fetching = ['sh', 'tar', 'gzip', 'sha256sum', 'cat', 'chmod'];
    const all = [...tools, ...fetching];
    const standIns = Object.fromEntries(
      all.map((name) => [name, `#!/bin/sh\nexec busybox ${name} "$@"\n`]),
    );
    const outcome = await jobs.run({
      shell: 'busybox sh -e',
      path: jobs.without(...all, 'curl', 'bash', 'dash', 'zsh', 'mksh'),
      standIns,
      steps: [jobs.load({ node_url: jobs.mirror.plainAddress })],
    });
    expect(outcome.step(0)).toMatchObject({ status: 'success' });
  });
});

describe('with other tools', () => {
  it.each([
    ['wget', ['curl']],
    ['shasum', ['sha256sum']],
    ['openssl', ['sha256sum', 'shasum']],
  ])('%s does as well', async (_program, others) => {
    const path = jobs.without(...others);
    expectLoaded(
      await jobs.run({ path, steps: [jobs.load({ node_url: jobs.mirror.plainAddress })] }),
    );
  });

  it.each([
    ['neither curl nor wget', ['curl', 'wget'], 'neither curl nor wget'],
    ['nothing that makes a SHA-256', ['sha256sum', 'shasum', 'openssl'], 'sha256sum'],
    ['no tar', ['tar'], 'tar'],
    ['no gzip', ['gzip'], 'gzip'],
  ])('there is no way: %s', async (_title, others, why) => {
    const path = jobs.without(...others);
    const { told } = await expectFailure(
      jobs,
      { path, steps: [jobs.load()] },
      { status: 127, codes: ['NODE_MISSING'] },
    );
    expect(told[0]?.why).toContain(why);
    expect(told[0]?.next).toContain('use an image that has Node, such as cimg/node:lts');
    expect(jobs.mirror.takeRequests()).toEqual([]);
  });
});
