import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const policy = grantReading('secret/*', 'plain/*');

const texts = {
  QUOTES: `it's "quoted" '' ''' \\' \\" canary`,
  COMMANDS: '$(touch made) `touch made` ${HOME} $HOME $$ $? !! !$ ; & | < > ( ) { } canary',
  BACKSLASHES: '\\ \\\\ \\n \\t \\x41 \\u0041 %s %n canary\\',
  PATTERNS: '* ? [a-z] ~ ~root {a,b} # = - canary',
  FLAG: '-n canary',
  NEWLINES: '\n\nfirst canary\n\nsecond canary\n\n\n',
  RETURNS: 'first canary\r\nsecond\rcanary\r\n',
  CONTROLS: '\u0001\u0007\u0008\t\u000b\u000c\u001b[31mcanary\u001b[0m\u007f\u0085',
  BLANKS: '  two blanks around canary  ',
  HEREDOC: 'EOF\n<<EOF\ncat\nEOF\ncanary',
  LANGUAGES: 'ß ü ñ Ω Ж 中文 العربية e\u0301 \u200b\u2028\u2029 canary',
  ASTRAL: '😊🗝👩‍🚀\u{10ffff} canary',
  MARK: '\ufeffbehind a byte order mark canary',
  JSON: '{"key": "a \\"canary\\"", "n": 1.10}',
  KEY: `-----BEGIN KEY-----\n${'MIIcanary+/=\n'.repeat(20)}-----END KEY-----\n`,
  EXPORT: "'\nexport INJECTED='canary",
  EMPTY: '',
  BLANK: ' ',
  LINE: '\n',
  NULL_WORD: 'null',
};
// 120 KiB in all, the last character of two bytes.
const longest = `${'x'.repeat(120 * 1024 - 2)}é`;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/plain', { type: 'kv' });
  await server.write('secret/data/texts', { data: texts });
  await server.write('plain/texts', texts);
  await server.write('secret/data/long', {
    data: { longest, longer: `${longest}x`, short: 'short-canary' },
  });
  await server.write('secret/data/unfit', {
    data: {
      nul: 'before-canary\0behind',
      json: '{"half": "before-canary\\ud800behind", "nul": "before-canary\\u0000"}',
      good: 'good-canary',
    },
  });
});
afterAll(() => jobs.stop());

describe('a text', () => {
  it.each(['secret/texts **', 'plain/texts **'])('arrives byte for byte: %s', async (reference) => {
    const { variables, outcome } = await loadVariables(jobs, reference);
    expect(variables).toEqual(texts);
    expect(outcome.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
  });

  it('of 120 KiB arrives whole', async () => {
    const { variables } = await loadVariables(jobs, 'secret/long longest');
    expect(variables['LONGEST'] === longest).toBe(true);
  });

  it('of more than 120 KiB is refused by its name', async () => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv: 'export KEPT=1', steps: [loadSecrets('secret/long short\nsecret/long longer')] },
      { status: 2, codes: ['VALUE_TOO_LONG'] },
    );
    expect(told[0]?.what).toBe('The value for LONGER is too long for a variable.');
  });

  it('is refused with others when no command could start with all of them', async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `secret/long longest | LONG_${index}`);
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(lines.join('\n'))] },
      { status: 2, codes: ['VALUE_TOO_LONG'] },
    );
    expect(told[0]?.what).toBe('The variables together are too long.');
    const { variables } = await loadVariables(jobs, lines.slice(0, 12).join('\n'));
    expect(Object.keys(variables)).toHaveLength(12);
  });

  it('is refused by its name for a NUL or half a character, both at once', async () => {
    const secrets = [
      'secret/unfit nul',
      'secret/unfit json.half | HALF',
      'secret/unfit json.nul | INNER_NUL',
      'secret/unfit good',
    ].join('\n');
    const { told } = await expectFailure(
      jobs,
      { bashEnv: 'export KEPT=1', steps: [loadSecrets(secrets)] },
      { status: 6, codes: ['VALUE_NOT_TEXT', 'VALUE_NOT_TEXT', 'VALUE_NOT_TEXT'] },
    );
    expect(told.map(({ what, why }) => `${what} ${why}`)).toEqual([
      expect.stringMatching(/for NUL .* holds a NUL character/),
      expect.stringMatching(/for HALF .* holds half a character/),
      expect.stringMatching(/for INNER_NUL .* holds a NUL character/),
    ]);
  });

  it('may hold in JSON what a variable could not', async () => {
    const { variables } = await loadVariables(jobs, 'secret/unfit . | ALL');
    expect(JSON.parse(variables['ALL'] ?? '')).toMatchObject({ nul: 'before-canary\0behind' });
  });
});
