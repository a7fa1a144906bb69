import type { Filled, Scope } from './fill-tags.ts';
import { markUnknown } from './unknown-text.ts';
import { asList, asMap, findMember } from './yaml-values.ts';

/** The values that a pipeline's parameters may have, as scopes of `pipeline.parameters.…`. */
export interface PipelineScopes {
  /** Every case of the parameters that have a list of values, the others at their defaults. */
  readonly usual: readonly Scope[];
  /** The same cases with the others unknown, for a pipeline may be started with any text; none without such. */
  readonly open: readonly Scope[];
}

// Every case is a walk through the whole config.
const mostCases = 64;

/** Reads the `parameters` of a config (CircleCI, "Pipeline values and parameters"). */
export function listPipelineScopes(declarations: unknown): PipelineScopes {
  const open: Record<string, Filled> = {};
  const defaults: Record<string, Filled> = {};
  let cases: readonly Scope[] = [{}];
  for (const [name, declared] of Object.entries(asMap(declarations))) {
    const key = `pipeline.parameters.${name}`;
    const facts = asMap(declared);
    const values = facts['type'] === 'enum' ? asList(facts['enum']) : [];
    if (values.length > 0 && cases.length * values.length <= mostCases) {
      cases = cases.flatMap((chosen) =>
        values.map((value) => ({ ...chosen, [key]: { value, isFixed: true } })),
      );
      continue;
    }
    const value = findMember(facts, 'default');
    if (value === undefined) continue;
    defaults[key] = { value, isFixed: false };
    open[key] = { value: markUnknown(`<< ${key} >>`), isFixed: false };
  }
  return {
    usual: cases.map((chosen) => ({ ...chosen, ...defaults })),
    open: Object.keys(open).length === 0 ? [] : cases.map((chosen) => ({ ...chosen, ...open })),
  };
}
