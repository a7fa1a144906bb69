import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../../support/expect-failure.ts';
import { startVaultJobs, type VaultJobs } from '../../support/vault-jobs.ts';

const failure =
  'vault-oidc: It failed.\n  why   it had to\n  next  try this\n  next  or that\n  code  SOME_CODE\n';
const tell = `printf '%s' "$FAILURE" >&2`;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', {
    data: { text: "it's a long canary", json: '{"inner": "inner-canary"}', number: 123456789 },
  });
});
afterAll(() => jobs.stop());

/** Expects a job of one step to fail as the shared assertion has it; gives what was told. */
async function tellFailure(command: string) {
  const { told } = await expectFailure(
    jobs,
    {
      bashEnv: 'export KEPT=1\n',
      environment: { FAILURE: failure },
      steps: [{ run: { command, shell: '/bin/bash -e' } }],
    },
    { status: 4, codes: ['SOME_CODE'] },
  );
  return told;
}

describe('the assertion of a clean failure', () => {
  it('holds for one, and gives what was told', async () => {
    expect(await tellFailure(`${tell}; exit 4`)).toEqual([
      { what: 'It failed.', why: 'it had to', next: ['try this', 'or that'], code: 'SOME_CODE' },
    ]);
  });

  it.each([
    ['another status', `${tell}; exit 5`],
    ['success', tell],
    ['another code', `FAILURE=\${FAILURE/SOME/OTHER}; ${tell}; exit 4`],
    ['a second code', `${tell}; ${tell}; exit 4`],
    ['no why', `FAILURE=\${FAILURE/why   it had to/}; ${tell}; exit 4`],
    ['no next', `FAILURE=\${FAILURE//next/}; ${tell}; exit 4`],
    ['a failure on standard output', `printf '%s' "$FAILURE"; exit 4`],
    ['a stack trace beside it', `${tell}; echo '    at main (vault-oidc:1:1)' >&2; exit 4`],
    ['a changed BASH_ENV', `${tell}; echo >> "$BASH_ENV"; exit 4`],
    ['a BASH_ENV of other permissions', `${tell}; chmod 604 "$BASH_ENV"; exit 4`],
    ['a removed BASH_ENV', `${tell}; rm "$BASH_ENV"; exit 4`],
    ['a file left behind', `${tell}; echo > "$HOME/left"; exit 4`],
    ['a link left behind', `${tell}; ln -s /dev/null "$TMPDIR/left"; exit 4`],
  ])('does not hold for %s', async (_title, command) => {
    await expect(tellFailure(command)).rejects.toThrow();
  });

  const token = '"$CIRCLE_OIDC_TOKEN_V2"';
  it.each([
    ['a value', `echo "it's a long canary"`],
    ['a value inside JSON', 'echo "<inner-canary>"'],
    ['a number', 'echo 0123456789'],
    ['a value as a shell quotes it', `echo "it'\\\\''s a long canary"`],
    ['a value in a URL', `echo "?it's%20a%20long%20canary"`],
    ['a value in a form', 'echo "it%27s+a+long+canary"'],
    ...[0, 1, 2].map((offset) => [
      `a value in base64, ${offset} bytes on`,
      `printf '%s' "${'x'.repeat(offset)}it's a long canary, and on" | base64`,
    ]),
    ['the token', `echo ${token}`],
    ["the token's claims", `echo ${token} | cut -d. -f2`],
    ["the token's signature", `echo ${token} | cut -d. -f3`],
    ['the token in base64', `echo ${token} | base64 | tr -d '\\n'`],
  ])('does not hold for an output with %s, and does not show it', async (_title, command) => {
    const failing = tellFailure(`${tell}; ${command}; exit 4`);
    await expect(failing).rejects.toThrow('steps whose output holds a secret');
    await expect(failing).rejects.not.toThrow('canary');
  });
});
