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

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Asks a stand-in that ends as told, and notes what it was called with. */
function ask(
  version: keyof typeof versions,
  environment: Readonly<Record<string, string>>,
  { status = 0, stderr = '' } = {},
) {
  const calls = join(directory, 'calls');
  writeFileSync(calls, '');
  const program = join(directory, 'circleci');
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = version ]; then echo '${versions[version]}'; exit; fi
echo "$* HOME=$HOME CI=$CI" >>'${calls}'
printf '%s\\n' '${stderr}' >&2
exit ${status}
`,
  );
  chmodSync(program, 0o755);
  const PATH = `${directory}:/usr/bin:/bin`;
  const answer = askOfficialCli('dist/orb.yml', { ...environment, PATH, HOME: '/nowhere' });
  return { ...answer, calls: readFileSync(calls, 'utf8') };
}

const tokens = { '0.1': { CIRCLECI_CLI_TOKEN: 't' }, '1': { CIRCLE_TOKEN: 't' } } as const;

describe('the official compiler', () => {
  it.each(['0.1', '1'] as const)('of circleci %s finds the orb valid', (version) => {
    const { findings, note, calls } = ask(version, tokens[version]);
    expect(findings).toEqual([]);
    expect(note).toContain('finds the orb valid');
    expect(calls).toMatch(/^orb validate dist\/orb\.yml HOME=(?!\/nowhere)\S+ CI=true\n$/);
  });

  it.each([
    ['0.1', 255, 'Error: Unclosed tag'],
    ['1', 7, 'Orb is invalid:\n  - Unclosed tag'],
  ] as const)('of circleci %s refuses it', (version, status, stderr) => {
    const { findings } = ask(version, tokens[version], { status, stderr });
    expect(findings).toMatchObject([
      { rule: 'official-cli', what: expect.stringContaining('Unclosed tag') },
    ]);
  });

  it.each([
    ['0.1', 255, 'Error: Validating config: connection refused'],
    ['1', 3, 'The API token was rejected by CircleCI.'],
    ['1', 4, 'error: API returned 503'],
  ] as const)(
    'of circleci %s cannot be reached (%i), which is no fault of the orb',
    (version, status, stderr) => {
      const { findings, note } = ask(version, tokens[version], { status, stderr });
      expect(findings).toEqual([]);
      expect(note).toContain(`could not ask its service (status ${status}): ${stderr}`);
    },
  );

  it.each([
    ['without a token', '1', {}, 'CIRCLE_TOKEN or CIRCLE_CLI_TOKEN, which is not set'],
    ['without a token', '0.1', { CIRCLE_TOKEN: '' }, 'CIRCLECI_CLI_TOKEN, which is not set'],
    ["with the other one's token", '1', tokens['0.1'], 'CIRCLE_TOKEN or CIRCLE_CLI_TOKEN'],
    [
      "with the other one's host",
      '1',
      { ...tokens['1'], CIRCLECI_CLI_HOST: 'https://circleci.example.com' },
      'CIRCLECI_CLI_HOST is set, but circleci 1 reads CIRCLE_HOST',
    ],
    [
      "with the other one's host",
      '0.1',
      { ...tokens['0.1'], CIRCLE_HOST: 'https://circleci.example.com' },
      'CIRCLE_HOST is set, but circleci 0.1 reads CIRCLECI_CLI_HOST',
    ],
    ['when it is the one of jobs', 'in a job', tokens['1'], 'is not the one that knows orbs'],
  ] as const)('is not asked %s (circleci %s)', (_title, version, environment, words) => {
    const { findings, note, calls } = ask(version, environment);
    expect(findings).toEqual([]);
    expect(note).toContain(words);
    expect(calls).toBe('');
  });

  it('is not needed', () => {
    const { findings, note } = askOfficialCli('dist/orb.yml', { PATH: directory });
    expect(findings).toEqual([]);
    expect(note).toContain('circleci is not on the PATH');
  });
});
