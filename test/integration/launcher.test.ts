import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { encodeBase91 } from '../../orb/base91.ts';
import { readStepTexts } from '../../scripts/make-orb.ts';
import { openCallLog } from '../support/call-log.ts';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import { unreadNote } from '../support/unread-note.ts';
import {
  type JobOutcome,
  loadSecrets,
  readOrb,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';

const value = 'launched-and-loaded';
const load = loadSecrets('secret/app key | APP_KEY');
const emptyBashEnv = { run: { when: 'always', command: ': > "$BASH_ENV"' } };

interface Orb {
  readonly commands: Readonly<Record<string, { steps: { run?: { command: string } }[] }>>;
}

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: value } });
});
afterAll(() => jobs.stop());

function expectLoaded(outcome: JobOutcome): void {
  expect(outcome.environment['APP_KEY']).toBe(value);
  expectNoCanary(jobs, outcome);
}

describe('the launcher runs alike under', () => {
  it.each([
    ['bash -eo pipefail', ''],
    ['bash -ueo pipefail', ''],
    ['bash -xeo pipefail', '+ set +eux\n'],
    ['bash --posix -eo pipefail', unreadNote],
    ['dash -e', unreadNote],
    ['dash -eux', `+ set +eux\n${unreadNote}`],
    ['busybox sh -e', unreadNote],
    ['busybox sh -eux', `+ set +eux\n${unreadNote}`],
    ['zsh -e', unreadNote],
    ['mksh -e', unreadNote],
  ])('%s', async (shell, stderr) => {
    const outcome = await jobs.run({ shell, steps: [load] });
    expectLoaded(outcome);
    expect(outcome.step(0).stdout).toContain('loaded 1 variable from 1 path');
    expect(outcome.step(0).stderr).toBe(stderr);
    expect(outcome.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
  });
});

describe('the variables of earlier steps', () => {
  const environment = { VAULT_ROLE: 'nobody' };

  it.each(['bash -e', 'bash --posix -e', 'dash -e', 'busybox sh -e', 'zsh -e', 'mksh -e'])(
    'are seen under %s',
    async (shell) => {
      const bashEnv = 'export VAULT_ROLE=deploy\n';
      expectLoaded(await jobs.run({ shell, environment, bashEnv, steps: [load] }));
    },
  );

  it.each([
    ['dash -e', 'words=(one two)\n'],
    ['dash -e', '. /nonexistent/env.sh\n'],
    ['bash --posix -e', '. /nonexistent/env.sh\n'],
    ['busybox sh -e', "words='one\n'; words=(one two)\n"],
  ])('are not, with a note, where %s cannot read %j', async (shell, bashEnv) => {
    const outcome = await jobs.run({ shell, bashEnv, steps: [load] });
    expectLoaded(outcome);
    expect(outcome.step(0).stderr).toBe(
      `vault-oidc: note: this shell cannot read $BASH_ENV; what earlier steps put there is not seen\n${unreadNote}`,
    );
  });

  it.each([
    ['bash -e', undefined],
    ['bash --posix -e', 'no'],
    ['dash -e', 'no'],
    ['busybox sh -e', 'no'],
  ])('are read by the shell itself, or the helper is told: %s', async (shell, told) => {
    using calls = openCallLog();
    const record = calls.record('echo "told=${VAULT_OIDC_READS_ENVIRONMENT-none}"');
    const node = `#!/bin/sh\n${record}\nexec '${process.execPath}' "$@"\n`;
    const environment = { VAULT_OIDC_READS_ENVIRONMENT: 'of another step' };
    expectLoaded(await jobs.run({ shell, environment, standIns: { node }, steps: [load] }));
    expect(new Set(calls.read())).toEqual(new Set([`told=${told ?? 'none'}`]));
  });

  it.each(['dash -e', 'busybox sh -e'])('turn no option on under %s', async (shell) => {
    const outcome = await jobs.run({ shell, bashEnv: 'set -eux\n', steps: [load, emptyBashEnv] });
    expect(outcome.step(0)).toMatchObject({
      status: 'success',
      stderr: `+ echo read\n+ set +eux\n${unreadNote}`,
    });
  });
});

describe('a helper that did not arrive whole', () => {
  const other = encodeBase91(brotliCompressSync('console.log("other code")'));

  it.each([
    ['missing', 'VAULT_OIDC_HELPER='],
    ['longer than it was', 'VAULT_OIDC_HELPER="################$VAULT_OIDC_HELPER"'],
    ['not in base 91', "VAULT_OIDC_HELPER='<<<<'"],
    ['beyond 13 bytes', "VAULT_OIDC_HELPER='~~~~~~~~~~~~~~~~'"],
    ['cut off', 'VAULT_OIDC_HELPER="${VAULT_OIDC_HELPER%????????????????}"'],
    ['other code', `VAULT_OIDC_HELPER='${other}'`],
    ['without its digest', 'VAULT_OIDC_HELPER_SHA256='],
    ['missing with its digest', 'VAULT_OIDC_HELPER= VAULT_OIDC_HELPER_SHA256='],
  ])('is not run: %s', async (_title, assignment) => {
    const requests = jobs.server.listRequests().length;
    const { step } = await expectFailure(
      jobs,
      { bashEnv: `${assignment}\n`, steps: [load] },
      { status: 70, codes: ['HELPER_DAMAGED'] },
    );
    expect(step.stdout).toBe('');
    expect(jobs.server.listRequests()).toHaveLength(requests);
  });
});

describe("the launcher's text", () => {
  const { launcher } = readStepTexts();

  it('is that of every step of the orb, and under 4,000 characters', () => {
    const orb: Orb = parse(readOrb());
    const texts = Object.values(orb.commands).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => (run === undefined ? [] : [run.command])),
    );
    expect(new Set(texts)).toEqual(new Set([launcher.replaceAll('<<', '\\<<')]));
    expect(launcher.length).toBeLessThan(4000);
  });
});
