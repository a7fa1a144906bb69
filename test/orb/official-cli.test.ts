import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askOfficialCli } from '../../scripts/orb/official-cli.ts';

const versions = {
  '0.1': '0.1.47860+a1b2c3d (release)',
  '1': 'circleci 1.0.48692 (unknown)',
  'in a job': '1.0.271-a1b2c3d',
} as const;
const orb = '/orb.yml';
const token = 'word-of-the-token';
const withToken = { CIRCLE_TOKEN: token };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Asks a stand-in that ends as told, and notes what it was called with. */
async function ask(
  version: keyof typeof versions,
  environment: Readonly<Record<string, string>>,
  { status = 0, stderr = '', compiled = 'version: 2' } = {},
) {
  const calls = join(directory, 'calls');
  writeFileSync(calls, '');
  const program = join(directory, 'circleci');
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = version ]; then echo '${versions[version]}'; exit; fi
{ echo "$*"; env; } >>'${calls}'
if [ "$2" = process ]; then echo '${compiled}'; exit; fi
echo 'Orb is valid.'
printf '%s\\n' '${stderr}' >&2
exit ${status}
`,
  );
  chmodSync(program, 0o755);
  const PATH = `${directory}:/usr/bin:/bin`;
  const answer = await askOfficialCli(orb, { ...environment, PATH, HOME: '/nowhere' });
  return { ...answer, calls: readFileSync(calls, 'utf8').split('\n').filter(Boolean) };
}

describe('the official compiler', () => {
  it.each([
    ['0.1', ['orb validate /orb.yml', 'orb process /orb.yml']],
    ['1', ['orb validate /orb.yml']],
  ] as const)('of circleci %s finds the orb valid', async (version, asked) => {
    const { findings, note, calls } = await ask(version, withToken);
    expect(findings).toEqual([]);
    expect(note).toMatch(/^the CircleCI CLI \d\S+ finds the orb valid$/);
    expect(calls.filter((line) => line.startsWith('orb '))).toEqual(asked);
  });

  it('is given the token of either variable as one word, and nothing else of the environment', async () => {
    const { calls } = await ask('1', { CIRCLECI_CLI_TOKEN: `${token}\n`, VAULT_TOKEN: 'a secret' });
    expect(calls).toEqual(expect.arrayContaining([`CIRCLE_TOKEN=${token}`, 'CI=true']));
    expect(calls.filter((line) => /^VAULT_TOKEN=|^HOME=\/nowhere$/.test(line))).toEqual([]);
  });

  it('is asked at one address, whichever variable names it', async () => {
    const { calls } = await ask('1', { ...withToken, CIRCLECI_CLI_HOST: 'https://ci.example/' });
    expect(calls).toContain('CIRCLE_HOST=https://ci.example');
  });

  it.each([
    ['0.1', 255, 'Error: Unclosed tag'],
    ['1', 7, 'Orb is invalid:\n  - Unclosed tag'],
  ] as const)('of circleci %s refuses it', async (version, status, stderr) => {
    const { findings } = await ask(version, withToken, {
      status,
      stderr: `${stderr} (${token})`,
    });
    expect(findings).toMatchObject([
      { rule: 'official-cli', what: expect.stringContaining('Unclosed tag (****)') },
    ]);
  });

  it.each([
    ['0.1', 255, 'Error: Validating config: connection refused'],
    ['0.1', 2, 'panic: nil map'],
    ['1', 3, 'The API token was rejected by CircleCI.'],
    ['1', 4, 'error: API returned 503'],
  ] as const)(
    'of circleci %s cannot be reached (%i), which is no fault of the orb',
    async (version, status, stderr) => {
      const { findings, note } = await ask(version, withToken, {
        status,
        stderr: `${stderr} ${token}`,
      });
      expect(findings).toEqual([]);
      expect(note).toContain(`got no answer about the orb (exit status ${status}): ${stderr} ****`);
    },
  );

  it('of circleci 0.1 is not believed when it has compiled nothing', async () => {
    const { findings, note } = await ask('0.1', withToken, { compiled: '' });
    expect(findings).toEqual([]);
    expect(note).toContain('got no answer about the orb (exit status 0)');
  });

  it.each([
    ['without a token', '1', {}, 'neither CIRCLECI_CLI_TOKEN nor CIRCLE_TOKEN is set'],
    ['with an empty one', '0.1', { CIRCLE_TOKEN: '' }, 'There is no token for CircleCI: neither '],
    ['with two tokens', '1', { ...withToken, CIRCLECI_CLI_TOKEN: 'two' }, 'CIRCLE_TOKEN differ: '],
    ['with a wrong host', '1', { ...withToken, CIRCLE_HOST: 'circleci.com' }, 'is wrong: CIRCLECI'],
    ['when it is the one of jobs', 'in a job', withToken, 'is not the CircleCI CLI: "circleci'],
  ] as const)('is not asked %s (circleci %s)', async (_title, version, environment, words) => {
    const { findings, note, calls } = await ask(version, environment);
    expect(findings).toEqual([]);
    expect(note).toMatch(/^the official compiler was not asked\. /);
    expect(note).toContain(words);
    expect(calls).toEqual([]);
  });

  it('is not needed', async () => {
    const { findings, note } = await askOfficialCli(orb, { PATH: directory });
    expect(findings).toEqual([]);
    expect(note).toBe(
      'the official compiler was not asked. The CircleCI CLI cannot be started: there is no "circleci" on the PATH',
    );
  });
});
