import { describe, expect, it } from 'vitest';
import {
  compileSmallConfig,
  listCommands,
  listRuns,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

/** A job whose parameters are one of each kind, with values. */
function compileWithParameters(command: unknown, wish: SmallConfig = {}): string[] {
  return listCommands(
    compileSmallConfig({
      ...wish,
      steps: [{ run: command }],
      jobKeys: {
        parameters: {
          who: { type: 'string', default: 'Ada' },
          empty: { type: 'string', default: '' },
          tricky: { type: 'string', default: '<< parameters.who >> $& \\<<' },
          'dry-run_2': { type: 'boolean', default: true },
          count: { type: 'integer', default: 3 },
          color: { type: 'enum', enum: ['red', 7], default: 7 },
          variable: { type: 'env_var_name', default: 'TOKEN' },
        },
      },
    }),
  );
}

describe('a tag', () => {
  it.each([
    ['<< parameters.who >>', 'Ada'],
    ['<<parameters.who>>', 'Ada'],
    ['<<   parameters.who\t>>', 'Ada'],
    ['echo <<parameters.who>>-<< parameters.who >>', 'echo Ada-Ada'],
    ['[<< parameters.empty >>]', '[]'],
    ['n=<< parameters.count >>', 'n=3'],
    ['color << parameters.color >>', 'color 7'],
    ['echo ${<< parameters.variable >>}', 'echo ${TOKEN}'],
    ['x << parameters.dry-run_2 >>', 'x true'],
    ['on << pipeline.git.branch >>', 'on main'],
  ])('%j becomes %j', (text, command) => {
    const pipelineValues = { 'pipeline.git.branch': 'main' };
    expect(compileWithParameters(text, { pipelineValues })).toEqual([command]);
  });

  it('is filled in once: what is put in is not looked at again', () => {
    expect(compileWithParameters('x << parameters.tricky >> y')).toEqual([
      'x << parameters.who >> $& \\<< y',
    ]);
  });

  it.each([
    ['true/false', 'true'],
    ['1/0', '1'],
  ] as const)('of a boolean is %s in text: %s', (booleansAs, text) => {
    expect(compileWithParameters('x << parameters.dry-run_2 >>', { booleansAs })).toEqual([
      `x ${text}`,
    ]);
  });

  it.each([
    ['<< parameters.nobody >>', 'Arguments referenced without declared parameters: nobody'],
    ['a << parameters.nobody >> b', 'Arguments referenced without declared parameters: nobody'],
    ['<< who >>', 'Unknown variable(s): who'],
    ['<< paramaters.who >>', 'Unknown variable(s): paramaters.who'],
    ['<< parameters.constructor >>', 'without declared parameters: constructor'],
    ['<< toString >>', 'Unknown variable(s): toString'],
    ['<< pipeline.id >>', 'Unknown variable(s): pipeline.id'],
    ['<< matrix.os >>', 'Unknown variable(s): matrix.os'],
  ])('%j that names nothing is refused', (text, message) => {
    expect(() => compileWithParameters(text)).toThrow(message);
  });

  it.each([
    '<< pipeline.git.branch == "main" and 10 or 1 >>',
    'x << not pipeline.git.branch >>',
    '<< (parameters.who == "x") >>',
  ])('with an expression, %j, is refused as one', (text) => {
    expect(() => compileWithParameters(text)).toThrow('expressions inside << >> are not supported');
  });

  it('stands for nothing as a key, and is refused there', () => {
    const run = { command: 'true', environment: { '<< parameters.variable >>': 'x' } };
    expect(() => compileWithParameters(run)).toThrow('tags in keys are not supported here');
  });
});

describe('a "<<" that opens no tag', () => {
  it.each([
    ['cat \\<<EOF\nx\nEOF', 'cat <<EOF\nx\nEOF'],
    ["cat \\<<'EOF'", "cat <<'EOF'"],
    ['tr a b \\<<< "$x"', 'tr a b <<< "$x"'],
    ['\\<< parameters.who >>', '<< parameters.who >>'],
    ['1 \\<< 2 \\<< << parameters.count >>', '1 << 2 << 3'],
    ['\\<', '\\<'],
    ['>> << parameters.who >> >>', '>> Ada >>'],
  ])('is literal with a backslash: %j is %j', (text, command) => {
    expect(compileWithParameters(text)).toEqual([command]);
  });

  it.each([
    'cat <<EOF',
    'x <<< y',
    'a << b',
    '<<include(scripts/greet.sh)>>',
    '<< >>',
    '<<',
    '<< parameters.who',
    '\\<< <<',
  ])('is refused without one: %j', (text) => {
    expect(() => compileWithParameters(text)).toThrow("Unclosed '<<' tag in string");
  });
});

describe('the environment of a step', () => {
  const environment = {
    TEXT: '<< parameters.who >>',
    FLAG: '<< parameters.dry-run_2 >>',
    INSIDE: '[<< parameters.dry-run_2 >>]',
    LITERAL: false,
    COUNT: '<< parameters.count >>',
    HALF: 0.5,
    ESCAPED: '\\<< parameters.who >>',
    EMPTY: '',
  };
  const compile = (wish: SmallConfig): Readonly<Record<string, string>> | undefined =>
    listRuns(
      compileSmallConfig({
        ...wish,
        steps: [{ run: { command: 'true', environment } }],
        jobKeys: {
          parameters: {
            who: { type: 'string', default: 'Ada' },
            'dry-run_2': { type: 'boolean', default: true },
            count: { type: 'integer', default: 3 },
          },
        },
      }),
    )[0]?.environment;

  it.each([
    ['true/false', { FLAG: 'true', INSIDE: '[true]', LITERAL: 'false' }],
    ['1/0', { FLAG: '1', INSIDE: '[1]', LITERAL: '0' }],
  ] as const)('is text, booleans being %s', (booleansAs, flags) => {
    expect(compile({ booleansAs })).toEqual({
      TEXT: 'Ada',
      COUNT: '3',
      HALF: '0.5',
      ESCAPED: '<< parameters.who >>',
      EMPTY: '',
      ...flags,
    });
  });

  it.each([[['a']], [{ a: 1 }], [null]])('cannot hold %j', (value) => {
    const steps = [{ run: { command: 'true', environment: { X: value } } }];
    expect(() => compileSmallConfig({ steps })).toThrow('environment.X: must be a text');
  });
});
