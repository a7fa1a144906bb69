import { describe, expect, it } from 'vitest';
import { Failed } from '../../../src/core/failure.ts';
import { parseAddress, parseOptionalAddress } from '../../../src/inputs/address.ts';
import { parsePemSource } from '../../../src/inputs/certificate.ts';
import { listParameters } from '../../../src/inputs/command-parameters.ts';
import { type CommandName, commandInputs } from '../../../src/inputs/commands.ts';
import { parseDuration } from '../../../src/inputs/duration.ts';
import { parseFlag } from '../../../src/inputs/flags.ts';
import { nameInputVariable, Problem } from '../../../src/inputs/input.ts';
import { loginInputs } from '../../../src/inputs/login.ts';
import { readInputs } from '../../../src/inputs/read-inputs.ts';
import { parseSlashedName } from '../../../src/inputs/texts.ts';

/** What a parser gives: the value, or the text of its problem. */
function parse(parser: (text: string) => unknown, text: string): unknown {
  const parsed = parser(text);
  return parsed instanceof Problem ? parsed.text : parsed;
}

describe('an address', () => {
  it.each([
    ['https://vault.example.com:8200', 'https://vault.example.com:8200'],
    [' https://v/ ', 'https://v'],
    ['https://v/v1/', 'https://v'],
    ['https://v/ui/', 'https://v'],
    ['https://v/behind/proxy/', 'https://v/behind/proxy'],
    ['HTTPS://V', 'https://v'],
    ['https://v\u0430ult.example', 'https://xn--vult-53d.example'],
    ['http://127.0.0.1:8200', 'http://127.0.0.1:8200'],
    ['http://localhost', 'http://localhost'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('%s is taken as %s', (text, address) => {
    expect(parse(parseAddress, text)).toBe(address);
  });
  it.each([
    ['', 'it is empty'],
    ['vault.example:8200', 'does not begin with https://'],
    ['http://vault.example', 'unencrypted'],
    ['http://127.0.0.1.example', 'unencrypted'],
    ['http://localhost.example', 'unencrypted'],
    ['https://user:canary@v', 'user name or password'],
    ['https://v?x=1', '"?" or "#"'],
    ['https://v#f', '"?" or "#"'],
    ['file:///etc/passwd', 'does not begin with https://'],
    ['ftp://v', 'does not begin with https://'],
    ['https://v:99999', 'not a URL'],
    ['https://$VAULT', '"$"'],
    ['https://', 'not a URL'],
  ])('%s is refused', (text, words) => {
    const problem = parse(parseAddress, text);
    expect(problem).toContain(words);
    expect(problem).not.toContain('canary');
  });
});

it('an address may be left out where it only narrows', () => {
  expect(parse(parseOptionalAddress, ' ')).toBe('');
  expect(parse(parseOptionalAddress, 'https://v/')).toBe('https://v');
  expect(parse(parseOptionalAddress, 'v')).toContain('does not begin');
});

describe('a duration', () => {
  it.each([
    ['90s', 90_000],
    ['2m', 120_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['1s', 1000],
  ])('%s', (text, value) => {
    expect(parse(parseDuration, text)).toBe(value);
  });
  it.each(['', '0', '-1', '1e9', 'NaN', '90', '5 m', '2M', '1h1s', '0s', '30s1m', '99999999s'])(
    '%j is refused',
    (text) => {
      expect(parse(parseDuration, text)).toMatch(/it is not/);
    },
  );
});

describe('a boolean', () => {
  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('is %s', (text, value) => {
    expect(parse(parseFlag, text)).toBe(value);
  });
  it.each(['True', 'yes', 'no', 'on', '', '"false"', '2', ' true'])('is not %j', (text) => {
    expect(parse(parseFlag, text)).toBe('it is neither true nor false');
  });
});

describe('a mount or namespace', () => {
  it.each([
    ['jwt', 'jwt'],
    ['/team/app/', 'team/app'],
    ['', ''],
    ['a.b-c_d@e+f~g', 'a.b-c_d@e+f~g'],
  ])('%j is taken as %j', (text, name) => {
    expect(parse(parseSlashedName, text)).toBe(name);
  });
  it.each(["team's&x", 'a/../b', 'a//b', 'a b', 'a%2fb', 'a?b', 'a#b', 'a\nX: y', '..'])(
    '%j is refused',
    (text) => {
      expect(parse(parseSlashedName, text)).toMatch(/it holds/);
    },
  );
  it('of the log-in may be written with auth/ in front', () => {
    expect(parse(loginInputs.auth_mount.parse, 'auth/team/jwt/')).toBe('team/jwt');
    expect(parse(loginInputs.auth_mount.parse, '')).toBe('it is empty');
  });
});

describe('a role', () => {
  it.each(['', 'deploy', 'a', 'Team_1.x-y'])('may be %j', (text) => {
    expect(parse(loginInputs.role.parse, text)).toBe(text);
  });
  it.each(['a/b', 'a b', '-a', 'a.', 'x'.repeat(300)])('may not be %j', (text) => {
    expect(parse(loginInputs.role.parse, text)).toMatch(/not the name of a role/);
  });
});

describe('a certificate', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  it.each([
    ['PEM', pem],
    ['PEM on one line', pem.replaceAll('\n', '\\n')],
    ['base64 of PEM', Buffer.from(pem).toString('base64')],
  ])('is taken as %s', (_form, text) => {
    const parsed = parsePemSource(text);
    expect(parsed instanceof Problem).toBe(false);
    expect(parsed).toMatchObject({ kind: 'text' });
    expect(parsed !== undefined && 'pem' in parsed && parsed.pem.reveal()).toBe(pem);
  });
  it('is a path when it is nothing else, and nothing when it is empty', () => {
    expect(parse(parsePemSource, 'certs/ca.pem')).toEqual({ kind: 'file', path: 'certs/ca.pem' });
    expect(parse(parsePemSource, ' ')).toBeUndefined();
    expect(parse(parsePemSource, 'two\nlines')).toMatch(/neither PEM/);
  });
});

describe('reading the inputs of a command', () => {
  const good = { VAULT_ADDR: 'https://v', VAULT_ROLE: 'deploy' };

  it('takes defaults, expands variables and parses', () => {
    const values = readInputs(commandInputs.auth, {
      ...good,
      VAULT_OIDC_INPUT_NAMESPACE: 'team/${APP}',
      VAULT_OIDC_INPUT_EXPORT_TOKEN: '0',
      APP: 'shop',
    });
    expect(values).toMatchObject({
      address: 'https://v',
      role: 'deploy',
      namespace: 'team/shop',
      auth_mount: 'jwt',
      timeout: 120_000,
      export_token: false,
    });
  });

  it('tells every problem at once, each with the parameter and the variable', () => {
    try {
      readInputs(commandInputs['load-secrets'], {
        VAULT_OIDC_INPUT_TIMEOUT: 'fast',
        VAULT_OIDC_INPUT_REVOKE_TOKEN: 'no',
      });
      expect.unreachable();
    } catch (error) {
      const failures = error instanceof Failed ? error.failures : [];
      const texts = failures.map(({ what, why }) => `${what} ${why}`);
      expect(texts).toHaveLength(3);
      expect(texts[0]).toMatch(/"address".*empty.*VAULT_ADDR is not set/);
      expect(texts[1]).toMatch(/"timeout".*not a duration/);
      expect(texts[2]).toMatch(/"revoke_token".*neither/);
    }
  });
});

describe('the inputs', () => {
  const commands: CommandName[] = ['load-secrets', 'auth', 'revoke'];
  it.each(commands)(
    'of %s have names of the orb, one variable each, and a description',
    (command) => {
      const parameters = listParameters(command);
      for (const { name, description } of parameters) {
        expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(description).toMatch(/\.$/);
      }
      const variables = new Set(parameters.map(({ name }) => nameInputVariable(name)));
      expect(variables.size).toBe(parameters.length);
    },
  );
});
