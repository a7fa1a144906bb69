import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallLog, openCallLog } from '../support/call-log.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { linkPrograms, type ProgramDirectory } from '../support/program-directory.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { unreadNote } from '../support/unread-note.ts';
import {
  type JobOutcome,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';

const value = 'launched-and-loaded';
const load = loadSecrets('secret/app key | APP_KEY');

let jobs: VaultJobs;
/** What a job here needs of an image, and no Node. */
let programs: ProgramDirectory;
beforeAll(async () => {
  programs = linkPrograms(['bash', 'dash', 'busybox', 'sh', 'cat', 'mkdir', 'ln', 'sed']);
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: value } });
});
afterAll(async () => {
  programs[Symbol.dispose]();
  await jobs.stop();
});

function expectLoaded({ environment }: JobOutcome): void {
  expect(environment['APP_KEY']).toBe(value);
}

/** A `node` that tells of its start, and then is Node. */
function tellStart(calls: CallLog, what: string): string {
  return `#!/bin/sh\n${calls.record(what)}\nexec '${process.execPath}' "$@"\n`;
}

/** A `node` that claims to be of a version, and else is Node. */
function claimVersion(version: string): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo '${version}'; else exec '${process.execPath}' "$@"; fi
`;
}

/** Puts Node where nvm would, below its directory. */
function installNode(directory: string): unknown {
  const bin = `${directory}/versions/node/v20.20.2/bin`;
  return { run: `mkdir -p "${bin}"; ln -s '${process.execPath}' "${bin}/node"` };
}

describe('the Node that runs the helper', () => {
  const hostile = {
    NODE_OPTIONS: '--require /nonexistent.js',
    NODE_DEBUG: 'http,net',
    NODE_DEBUG_NATIVE: 'http',
    DEBUG: '*',
    NODE_PATH: '/nonexistent',
    NODE_V8_COVERAGE: 'coverage',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    NODE_REPL_EXTERNAL_MODULE: '/nonexistent.js',
    NODE_COMPILE_CACHE: 'cache',
    SSLKEYLOGFILE: 'keys',
    NODE_REDIRECT_WARNINGS: 'warnings',
    OPENSSL_CONF: '/nonexistent.cnf',
    OPENSSL_MODULES: '/nonexistent',
    OPENSSL_ENGINES: '/nonexistent',
  };
  const bashEnv = Object.entries(hostile)
    .map(([name, text]) => `export ${name}='${text}'\n`)
    .join('');

  it.each([
    ['bash -e', ''],
    ['dash -e', unreadNote],
  ])('has none of the variables that steer it: %s', async (shell, stderr) => {
    using calls = openCallLog();
    const standIns = { node: tellStart(calls, 'env') };
    const outcome = await jobs.run({
      shell,
      bashEnv,
      standIns,
      steps: [load, { run: { when: 'always', command: ': > "$BASH_ENV"' } }],
    });
    expect(outcome.step(0)).toMatchObject({ status: 'success', stderr });
    expect(outcome.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
    const names = calls.read().map((line) => line.split('=', 1)[0] ?? '');
    expect(names).toContain('VAULT_OIDC_COMMAND');
    expect(names.filter((name) => name in hostile)).toEqual([]);
  });

  it('trusts the authority that a company names in NODE_EXTRA_CA_CERTS', async () => {
    const authority = createTlsAuthority();
    const { certificate: cert, key } = authority.issue();
    await using front = await startTlsFront(jobs.server.address, { cert, key });
    const outcome = await jobs.run({
      environment: { VAULT_ADDR: front.address, AUTHORITY: authority.certificate },
      bashEnv: 'printf %s "$AUTHORITY" > "$HOME/ca"; export NODE_EXTRA_CA_CERTS="$HOME/ca"\n',
      steps: [load],
    });
    expectLoaded(outcome);
  });

  it('is one, beside the question for its version', async () => {
    using calls = openCallLog();
    await jobs.run({ standIns: { node: tellStart(calls, 'echo "$1"') }, steps: [load] });
    expect(calls.read()).toEqual(['--version', '-e']);
  });

  it.each([
    ['NVM_DIR', '$HOME/tools/nvm', 'export NVM_DIR="$HOME/tools/nvm"\n'],
    ['the home directory', '$HOME/.nvm', ''],
  ])("is found in nvm's directories below %s", async (_title, directory, bashEnv) => {
    expectLoaded(
      await jobs.run({ path: programs.path, bashEnv, steps: [installNode(directory), load] }),
    );
  });

  it.each(['v18.0.0', 'v19.9.0', 'v20.20.2', 'v24.1.0', 'v100.0.0'])(
    'may be %s',
    async (version) => {
      const standIns = { node: claimVersion(version) };
      expectLoaded(await jobs.run({ path: programs.path, standIns, steps: [load] }));
    },
  );

  it.each(['v16.20.2', 'v17.9.1', 'v8.17.0', 'v0.12.18', 'v1.8.4', 'Node 20', ''])(
    'may not be %j',
    async (version) => {
      const { told, step } = await expectFailure(
        jobs,
        { path: programs.path, standIns: { node: claimVersion(version) }, steps: [load] },
        { status: 127, codes: ['NODE_MISSING'] },
      );
      expect(told[0]?.next).toContain('use an image that has Node, such as cimg/node:lts');
      expect(step.stdout).toBe('');
    },
  );

  it('is passed over for a newer one of nvm', async () => {
    const outcome = await jobs.run({
      path: programs.path,
      standIns: { node: claimVersion('v16.20.2') },
      steps: [installNode('$HOME/.nvm'), load],
    });
    expectLoaded(outcome);
  });

  const lie = 'node() { echo v20.0.0; }\n';
  const lazy = 'node() { unset -f node; echo sourced >> "$HOME/nvm.log"; node "$@"; }\n';
  const hidden = [
    ['bash -e', lie],
    ['bash -e', lazy],
    ['bash -e', `${lie}export -f node\nreadonly -f node\n`],
    ['bash -e', "shopt -s expand_aliases\nalias node='/bin/echo v20.0.0'\n"],
    ['bash --posix -e', lie],
    ['bash --posix -e', `${lie}readonly -f node\n`],
    ['bash --posix -e', "alias node='/bin/echo v20.0.0'\n"],
    ['dash -e', lie],
    ['dash -e', "alias node='/bin/echo v20.0.0'\n"],
    ['busybox sh -e', lazy],
    ['busybox sh -e', "alias node='/bin/echo v20.0.0'\n"],
  ] as const;

  it.each(hidden)('of nvm is found under %s where $BASH_ENV says %j', async (shell, bashEnv) => {
    const standIns = { node: '#!/bin/sh\n[ "$1" = --version ] && echo v16.20.2\n' };
    const steps = [installNode('$HOME/.nvm'), load];
    const outcome = await jobs.run({ shell, bashEnv, path: programs.path, standIns, steps });
    expectLoaded(outcome);
    expect(outcome.listChangedFiles(1)).toEqual(['tmp/.bash_env-0-build']);
  });

  it.each(hidden.filter(([, bashEnv]) => !bashEnv.includes('readonly')))(
    'of the PATH is found under %s where $BASH_ENV says %j',
    async (shell, bashEnv) => {
      const standIns = { node: claimVersion('v18.0.0') };
      expectLoaded(
        await jobs.run({ shell, bashEnv, path: programs.path, standIns, steps: [load] }),
      );
    },
  );

  it.each([
    ['bash -e', 'set -f'],
    ['bash -e', 'shopt -s failglob'],
    ['bash -e', 'shopt -s nullglob'],
    ['bash -e', 'GLOBIGNORE=*'],
    ['bash -e', 'IFS=/v'],
    ['bash --posix -e', 'set -f; shopt -s failglob; GLOBIGNORE=*'],
    ['dash -e', 'set -f'],
    ['dash -e', 'IFS=/v'],
    ['busybox sh -e', 'set -f'],
  ])("is found in nvm's directories under %s after: %s", async (shell, line) => {
    const steps = [installNode('$HOME/.nvm'), load];
    expectLoaded(await jobs.run({ shell, bashEnv: `${line}\n`, path: programs.path, steps }));
  });

  it.each(['bash -e', 'dash -e', 'busybox sh -e'])('is missed by name under %s', async (shell) => {
    await expectFailure(
      jobs,
      { shell, path: programs.path, steps: [load] },
      { status: 127, codes: ['NODE_MISSING'] },
    );
  });
});
