import { describe, expect, it } from 'vitest';
import { Refused, renderRefusal } from '../../../../scripts/refusal.ts';
import { readArguments } from '../../../../scripts/try/read-arguments.ts';
import { placeVariables, toldVariables } from '../../../support/runner/job-place.ts';

describe('the command line of orb:try', () => {
  /** Why it is refused. */
  function refuse(args: readonly string[], environment = {}): string {
    try {
      readArguments(args, environment);
    } catch (error) {
      if (error instanceof Refused) return error.refusals.map(renderRefusal).join('\n');
    }
    return 'it is read';
  }

  it.each([
    ['an unknown option', ['--quick'], "Unknown option '--quick'"],
    ['two jobs', ['look', 'mint'], 'what is mint?'],
    ['what is no name', ['--env', 'hush-hush'], '--env wants the name of a variable'],
    ['an empty name', ['--env', ''], '--env wants the name of a variable'],
    ['two mistakes', ['--env', 'A=hush', '--env', '1'], '--env A: name it alone, without =value;'],
  ])('cannot have %s', (_title, args, told) => {
    const why = refuse(['config.yml', ...args]);
    expect(why).toContain(told);
    expect(why).not.toContain('hush');
  });

  it.each([...placeVariables, ...toldVariables])("cannot have the job's own %s", (name) => {
    const why = refuse(['config.yml', '--env', name]);
    expect(why).toContain(`--env ${name}: the job has one of its own`);
  });

  it.each(['demo', 'checkout', 'env'])('cannot leave --%s to npm', (name) => {
    // npm says so of `--no-demo`.
    for (const value of ['true', 'OWN', '']) {
      const why = refuse(['config.yml'], { [`npm_config_${name}`]: value });
      expect(why).toContain(`npm took --${name} for its own`);
    }
  });

  it('has each variable once', () => {
    const { variables } = readArguments(['config.yml', '--env', 'A', '--env', 'A'], {});
    expect(variables).toEqual(['A']);
  });
});
