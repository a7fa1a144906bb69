import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { smallNode } from '../support/node-release/node-archive.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';
import type { JobWish } from '../support/vault-jobs.ts';

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program: smallNode });
});
afterAll(() => jobs.stop());
afterEach(() => {
  jobs.mirror.takeRequests();
});

const nowhere = { HOME: '/proc/none', XDG_CACHE_HOME: '' };
// Only root may give a file to another user: for others, these cases cannot be made.
const user = process.getuid?.();
const asRoot = it.skipIf(user !== 0);
// Nobody, so that permissions count.
const asNobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups bash -e';
const giveToNobody = { run: { shell: 'bash -e', command: 'chown -R 65534 "$HOME/.."' } };

describe('the fetched Node is kept', () => {
  it.each([
    ['in a home with blanks', {}, 'export HOME="$HOME/a home"', 'home/a home/.cache/vault-oidc'],
    [
      'below XDG_CACHE_HOME',
      {},
      'export XDG_CACHE_HOME="$HOME/my caches"',
      'home/my caches/vault-oidc',
    ],
    ['below TMPDIR, where HOME is read-only', nowhere, '', `tmp/vault-oidc-${user}`],
    ['below TMPDIR, where HOME is unset', {}, 'unset HOME', `tmp/vault-oidc-${user}`],
    [
      'at home, where XDG_CACHE_HOME leads from the working directory',
      { XDG_CACHE_HOME: 'caches' },
      '',
      'home/.cache/vault-oidc',
    ],
  ])('%s', async (_title, environment, line, directory) => {
    const steps = [jobs.load(), jobs.load()];
    const outcome = await jobs.run({ environment, bashEnv: `${line}\n`, steps });
    expectLoaded(outcome);
    expect(outcome.listChangedFiles(0)).toContain(`${directory}/${jobs.kept}`);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  asRoot.each([
    ['at home', ':', 'home/.cache/vault-oidc'],
    ['below TMPDIR, where home is read-only', 'chown 0 "$HOME"', 'tmp/vault-oidc-65534'],
  ])('for a user who is not root: %s', async (_title, command, directory) => {
    const prepare = { run: { shell: 'bash -e', command } };
    const outcome = await jobs.run({
      shell: asNobody,
      steps: [giveToNobody, prepare, jobs.load(), jobs.load()],
    });
    expectLoaded(outcome);
    expect(outcome.listChangedFiles(2)).toContain(`${directory}/${jobs.kept}`);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  // As on a file system that is mounted so: what lies there cannot be run.
  const chmod = '#!/bin/sh\ncase $PWD in */noexec/*) ;; *) exec busybox chmod "$@" ;; esac\n';

  it('where programs may run, when they may not below XDG_CACHE_HOME', async () => {
    const bashEnv = 'export XDG_CACHE_HOME="$HOME/noexec"\n';
    const outcome = await jobs.run({ bashEnv, standIns: { chmod }, steps: [jobs.load()] });
    expectLoaded(outcome);
    expect(outcome.listChangedFiles(0)).toContain(`home/.cache/vault-oidc/${jobs.kept}`);
  });

  it.each<[string, JobWish['environment'], string, readonly string[]]>([
    [
      'nothing may be written',
      { ...nowhere, XDG_CACHE_HOME: '/proc/caches', TMPDIR: '/proc/none' },
      '',
      ['/proc/caches/vault-oidc', '/proc/none/.cache/vault-oidc', `/proc/none/vault-oidc-${user}`],
    ],
    [
      'no program may run',
      {},
      'mkdir "$HOME/noexec"; export HOME="$HOME/noexec" TMPDIR="$HOME/noexec"\n',
      ['/noexec/.cache/vault-oidc', `/noexec/vault-oidc-${user}`, 'noexec:'],
    ],
    ['every path leads from the working directory', { ...nowhere, TMPDIR: 'tmp' }, '', []],
  ])('nowhere, where %s: the step says so', async (_title, environment = {}, bashEnv, named) => {
    const { told } = await expectFailure(
      jobs,
      { environment, bashEnv, standIns: { chmod }, steps: [jobs.load()] },
      { status: 7, codes: ['NODE_NOT_KEPT'] },
    );
    for (const name of named) expect(told[0]?.why).toContain(name);
  });
});

describe('node_url', () => {
  const mirror = (): URL => new URL(jobs.mirror.address);

  it.each<[string, () => Readonly<Record<string, string>>]>([
    ['$MIRROR', () => ({ MIRROR: jobs.mirror.address })],
    ['${MIRROR}', () => ({ MIRROR: jobs.mirror.address })],
    [
      'https://${MIRROR_HOST}/${DIRECTORY_1}/',
      () => ({ MIRROR_HOST: mirror().host, DIRECTORY_1: 'dist' }),
    ],
    ['$PLAIN', () => ({ PLAIN: jobs.mirror.plainAddress })],
  ])('may be %s', async (node_url, environment) => {
    expectLoaded(await jobs.run({ environment: environment(), steps: [jobs.load({ node_url })] }));
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it.each([
    '',
    'mirror.example',
    'http://mirror.example/dist',
    'http://127.0.0.1.example/dist',
    'http://localhost.example/dist',
    'ftp://mirror.example/dist',
    'file:///dist',
    'https://me:canary@mirror.example/dist',
    '$MIRROR/dist',
    '${HOSTILE}',
    '${NESTED}',
    'https://mirror.example/$(touch pwned)',
    'https://mirror.example/`touch pwned`${NOBODY-$(touch pwned)}',
  ])('may not be %s', async (node_url) => {
    const environment = {
      MIRROR: jobs.mirror.address,
      HOSTILE: 'https://mirror.example/$(touch pwned)',
      NESTED: 'https://${MIRROR}',
    };
    const { step } = await expectFailure(
      jobs,
      { environment, steps: [jobs.load({ node_url })] },
      { status: 2, codes: ['PARAMETER_INVALID'] },
    );
    expect(step.output).not.toContain('canary');
  });

  it.each(['${NOBODY}', '$NOBODY', 'https://${NOBODY}/dist'])(
    'may not be %s, whose variable is empty',
    async (node_url) => {
      const { told } = await expectFailure(
        jobs,
        { steps: [jobs.load({ node_url })] },
        { status: 2, codes: ['PARAMETER_INVALID'] },
      );
      expect(told[0]?.why).toBe('its variable NOBODY is empty');
    },
  );

  it('is not looked at in a job that has Node', async () => {
    const path = `${jobs.without()}:${dirname(process.execPath)}`;
    expectLoaded(await jobs.run({ path, steps: [jobs.load({ node_url: 'nothing' })] }));
  });
});
