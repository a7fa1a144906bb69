import { describe, expect, it } from 'vitest';
import { compileJob } from '../../../support/runner/compile-job.ts';
import { compileSmallConfig, listCommands } from '../../../support/runner/small-config.ts';

/** Calls a command that has one parameter, "it", and prints it. */
function compileCall(declaration: object, given: object): string[] {
  return listCommands(
    compileSmallConfig({
      keys: {
        commands: {
          show: { parameters: { it: declaration }, steps: [{ run: 'show << parameters.it >>' }] },
        },
      },
      steps: [{ show: given }],
    }),
  );
}

const string = { type: 'string' };
const colors = { type: 'enum', enum: ['red', 'blue', 7] };

describe('an argument', () => {
  it.each([
    [string, 'text', 'text'],
    [string, '', ''],
    [string, '7', '7'],
    [string, 'true', 'true'],
    [{ type: 'boolean' }, true, 'true'],
    [{ type: 'boolean' }, false, 'false'],
    [{ type: 'integer' }, 12, '12'],
    [{ type: 'integer' }, -1, '-1'],
    [colors, 'blue', 'blue'],
    [colors, 7, '7'],
    [{ type: 'env_var_name' }, 'MY_TOKEN_2', 'MY_TOKEN_2'],
    [{ type: 'env_var_name' }, '_x', '_x'],
  ])('of %j may be %j', (declaration, value, shown) => {
    expect(compileCall(declaration, { it: value })).toEqual([`show ${shown}`]);
  });

  it.each([
    [string, 7, 'string'],
    [string, true, 'string'],
    [string, null, 'string'],
    [{ ...string, default: 'd' }, null, 'string'],
    [string, ['a'], 'string'],
    [{ type: 'boolean' }, 'true', 'boolean'],
    [{ type: 'boolean' }, 1, 'boolean'],
    [{ type: 'integer' }, '12', 'integer'],
    [{ type: 'integer' }, 1.5, 'integer'],
    [colors, 'green', 'enum (red, blue, 7)'],
    [colors, '7', 'enum (red, blue, 7)'],
    [colors, 'Red', 'enum (red, blue, 7)'],
    [{ type: 'env_var_name' }, '2X', 'env_var_name'],
    [{ type: 'env_var_name' }, 'MY TOKEN', 'env_var_name'],
    [{ type: 'env_var_name' }, 'MY-TOKEN', 'env_var_name'],
    [{ type: 'env_var_name' }, '$X', 'env_var_name'],
    [{ type: 'env_var_name' }, '', 'env_var_name'],
    [{ type: 'steps' }, 'checkout', 'steps'],
    [{ type: 'steps' }, { run: 'true' }, 'steps'],
    [{ type: 'executor' }, ['a'], 'executor'],
  ])('of %j cannot be %j', (declaration, value, expected) => {
    expect(() => compileCall(declaration, { it: value })).toThrow(
      `Type error for argument it: expected type: ${expected}, actual value: `,
    );
  });

  it.each(['yes', 'True', 'TRUE', 'on', 'On'])('is the boolean true when it is %s', (word) => {
    const config = `
version: 2.1
jobs:
  build:
    parameters: { flag: { type: boolean } }
    docker: [{ image: x }]
    steps: [{ run: "<< parameters.flag >>!" }]
workflows: { main: { jobs: [{ build: { flag: ${word} } }] } }`;
    expect(listCommands(compileJob({ config, orbs: {} }))).toEqual(['true!']);
  });

  it.each(['no', 'Off', 'false', '7', '1.10'])(
    'is no text when it is %s without quotes',
    (word) => {
      const config = `
version: 2.1
jobs:
  build:
    parameters: { text: { type: string } }
    docker: [{ image: x }]
    steps: [{ run: "<< parameters.text >>" }]
workflows: { main: { jobs: [{ build: { text: ${word} } }] } }`;
      expect(() => compileJob({ config, orbs: {} })).toThrow('Type error for argument text');
    },
  );

  it('goes before the default, also when it is empty, false or 0', () => {
    expect(compileCall({ type: 'string', default: 'd' }, { it: '' })).toEqual(['show ']);
    expect(compileCall({ type: 'boolean', default: true }, { it: false })).toEqual(['show false']);
    expect(compileCall({ type: 'integer', default: 5 }, { it: 0 })).toEqual(['show 0']);
  });

  it.each([
    [{ type: 'string', default: '' }, 'show '],
    [{ type: 'boolean', default: false }, 'show false'],
    [{ type: 'integer', default: 0 }, 'show 0'],
    [{ ...colors, default: 'red' }, 'show red'],
    [{ type: 'env_var_name', default: 'TOKEN' }, 'show TOKEN'],
  ])('left out is the default of %j', (declaration, command) => {
    expect(compileCall(declaration, {})).toEqual([command]);
  });

  it('left out without a default is refused', () => {
    expect(() => compileCall(string, {})).toThrow('Missing required argument(s): it');
  });

  it.each([['other'], ['It'], ['constructor'], ['__proto__x']])(
    'that is not declared, %s, is refused',
    (name) => {
      expect(() => compileCall(string, { it: 'x', [name]: 'y' })).toThrow(
        `Unexpected argument(s): ${name}`,
      );
    },
  );

  it('without a name is refused', () => {
    const keys = { commands: { show: { parameters: { it: string }, steps: ['checkout'] } } };
    expect(() => compileSmallConfig({ keys, steps: [{ show: 'x' }] })).toThrow('must be a map');
  });
});

describe('a declaration', () => {
  it.each([
    ['no type', {}, 'there is no type "undefined" here'],
    ['an unknown type', { type: 'number' }, 'there is no type "number" here'],
    ['a type that objects have', { type: 'toString' }, 'there is no type "toString" here'],
    ['a default outside the enum', { ...colors, default: 'green' }, 'Type error for the default'],
    ['a default of another type', { type: 'integer', default: '1' }, 'Type error for the default'],
    ['a default that is no variable', { type: 'env_var_name', default: 'A B' }, 'Type error for'],
    ['an enum without values', { type: 'enum' }, 'an enum, and nothing else, has a list of values'],
    ['an empty enum', { type: 'enum', enum: [] }, 'an enum, and nothing else'],
    ['values without an enum', { type: 'string', enum: ['a'] }, 'an enum, and nothing else'],
    ['an unknown key', { type: 'string', required: true }, 'unknown key required'],
  ])('with %s is refused', (_title, declaration, message) => {
    expect(() => compileCall(declaration, { it: 'x' })).toThrow(message);
  });
});

const validNames = ['a', 'load-secrets', 'auth_mount', 'x2', 'a-_-'];
const badNames = ['2x', '_a', '-a', 'Load', 'a.b', 'a b', 'é', '', 'a/b'];

describe('a name', () => {
  const command = { steps: [{ run: 'true' }] };
  const job = { docker: [{ image: 'x' }], steps: [{ run: 'true' }] };
  const kinds: [string, (name: string) => object][] = [
    ['a command', (name) => ({ keys: { commands: { [name]: command } } })],
    ['an executor', (name) => ({ keys: { executors: { [name]: { docker: [] } } } })],
    ["an orb's command", (name) => ({ orb: { commands: { [name]: command } } })],
    ["an orb's job", (name) => ({ orb: { jobs: { [name]: job } } })],
    [
      'a job parameter',
      (name) => ({ jobKeys: { parameters: { [name]: { ...string, default: '' } } } }),
    ],
    [
      'a pipeline parameter',
      (name) => ({ keys: { parameters: { [name]: { ...string, default: '' } } } }),
    ],
  ];
  const cases = (names: string[]) =>
    kinds.flatMap(([kind, wish]) => names.map((name) => [name, kind, wish(name)] as const));

  it.each(cases(validNames))('%j can be that of %s', (_name, _kind, wish) => {
    expect(listCommands(compileSmallConfig(wish))).toEqual(['true']);
  });

  it.each(cases(badNames))('%j cannot be that of %s', (name, _kind, wish) => {
    expect(() => compileSmallConfig(wish)).toThrow(`"${name}" is not a valid name`);
  });
});
