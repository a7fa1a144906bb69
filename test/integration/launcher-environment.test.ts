import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallLog, openCallLog } from '../support/call-log.ts';
import { readFailures } from '../support/expect-failure.ts';
import { packNode } from '../support/node-release/node-archive.ts';
import { serveWhole } from '../support/node-release/node-mirror.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';
import { loadSecrets } from '../support/vault-jobs.ts';

const shells = ['bash -e', 'bash --posix -e', 'dash -e', 'busybox sh -e', 'zsh -e', 'mksh -e'];
/** A Node that writes its environment down when it is not asked for its version. */
const program = `#!/bin/sh
[ "$1" = --version ] || env > "$ENVIRONMENT_LOG"
exec '${process.execPath}' "$@"
`;

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program });
});
afterAll(() => jobs.stop());

/** Names that the orb's shell texts use or used, and a job may use as well. */
const environment = Object.fromEntries(
  ['node', 'candidate', 'name', 'text', 'key', 'part', 'code', 'version', 'digest', 'digests']
    .concat(['line', 'image', 'as', 'why', 'platform', 'release', 'work', 'tried', 'cache', 'url'])
    .concat(['from', 'limit', 'next', 'archive', 'found', 'new', 'https_proxy', 'no_proxy'])
    .map((name) => [name, 'app']),
);

/** What a shell has of its own, or the orb's step is given. */
const others = /^(_|SHLVL|PWD|OLDPWD|PPID|LOGNAME|BASH_ENV|ENVIRONMENT_LOG|VAULT_OIDC_\w+)$/;

function readVariables(log: CallLog): Record<string, string> {
  return Object.fromEntries(
    log
      .read()
      .map((line) => [line.replace(/=.*$/s, ''), line.replace(/^[^=]*=/, '')] as const)
      .filter(([name]) => !others.test(name)),
  );
}

describe.each([
  ['of the image', { node: program }],
  ['that is fetched', {}],
])('the helper, by a Node %s,', (_title, standIns) => {
  it.each(shells)('sees every variable of the job as it was, and no other: %s', async (shell) => {
    using before = openCallLog();
    using seen = openCallLog();
    const outcome = await jobs.run({
      shell,
      standIns,
      environment: { ...environment, https_proxy: '', ENVIRONMENT_LOG: seen.path },
      steps: [
        { run: `env > '${before.path}'` },
        loadSecrets('secret/${candidate} key | APP_KEY', { node_url: jobs.mirror.address }),
      ],
    });
    expectLoaded(outcome);
    expect(readVariables(seen)).toEqual(readVariables(before));
  });
});

describe('the launcher', () => {
  it.each(['node', 'candidate', 'name'])(
    'runs where $BASH_ENV holds "readonly %s"',
    async (name) => {
      const bashEnv = `readonly ${name}=app\n`;
      expectLoaded(await jobs.run({ bashEnv, standIns: { node: program }, steps: [jobs.load()] }));
    },
  );

  it.each(['bash -e', 'zsh -e', 'mksh -e', 'busybox sh -e'])(
    'runs no Node that is not proved, when exit does nothing: %s',
    async (shell) => {
      using calls = openCallLog();
      const other = packNode({ program: `#!/bin/sh\n${calls.record('echo run')}\necho v22.0.0\n` });
      jobs.mirror.answer((response) => response.end(other.bytes));
      const bashEnv = 'exit() { :; }\n';
      const outcome = await jobs.run({ shell, bashEnv, steps: [jobs.load()] });
      jobs.mirror.answer(serveWhole);
      expect(calls.read()).toEqual([]);
      expect(outcome.listChangedFiles(0)).toEqual([]);
      expect(outcome.succeeded).toBe(false);
      expect(readFailures(outcome.step(0).stderr).told).toMatchObject([
        { code: 'NODE_NOT_PROVED' },
      ]);
    },
  );
});
