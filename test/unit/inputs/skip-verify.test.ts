import { describe, expect, it } from 'vitest';
import { Failed } from '../../../src/core/failure.ts';
import { listParameters } from '../../../src/inputs/command-parameters.ts';
import { type CommandName, commandInputs } from '../../../src/inputs/commands.ts';
import { parseGoFlag } from '../../../src/inputs/flags.ts';
import { Problem } from '../../../src/inputs/input.ts';
import { readInputs } from '../../../src/inputs/read-inputs.ts';

const commands: CommandName[] = ['load-secrets', 'auth', 'revoke'];

describe("a boolean of Go's strconv.ParseBool", () => {
  it.each(['1', 't', 'T', 'TRUE', 'true', 'True'])('%s is true', (text) => {
    expect(parseGoFlag(text)).toBe(true);
  });
  it.each(['0', 'f', 'F', 'FALSE', 'false', 'False', ''])('%j is false', (text) => {
    expect(parseGoFlag(text)).toBe(false);
  });
  it.each(['tRUE', 'TrUe', 'yes', 'no', 'on', '2', '-1', ' 1', '1\n', 'truefalse', '"1"'])(
    '%j is neither',
    (text) => {
      expect(parseGoFlag(text)).toBeInstanceOf(Problem);
    },
  );
});

describe('VAULT_SKIP_VERIFY', () => {
  const connection = { VAULT_ADDR: 'https://v', VAULT_ROLE: 'deploy' };

  it.each(commands)('is no parameter of %s', (command) => {
    expect(listParameters(command).map(({ name }) => name)).not.toContain('skip_verify');
  });

  it.each([
    [{}, false],
    [{ VAULT_SKIP_VERIFY: '1' }, true],
    [{ VAULT_OIDC_INPUT_SKIP_VERIFY: '1' }, false],
  ])('is read from that variable alone: %j', (environment, expected) => {
    const inputs = readInputs(commandInputs.auth, { ...connection, ...environment });
    expect(inputs.skip_verify).toBe(expected);
  });

  it.each(['${TRUE}', '$TRUE', 'hunter2-canary'])('is refused with all else: %j', (text) => {
    try {
      readInputs(commandInputs.auth, {
        ...connection,
        VAULT_SKIP_VERIFY: text,
        TRUE: 'true',
        VAULT_ADDR: '',
      });
      expect.unreachable();
    } catch (error) {
      const failures = error instanceof Failed ? error.failures : [];
      expect(failures.map(({ what }) => what)).toEqual([
        'The parameter "address" cannot be used.',
        'The variable VAULT_SKIP_VERIFY cannot be used.',
      ]);
      expect(JSON.stringify(failures)).not.toContain('canary');
    }
  });
});
