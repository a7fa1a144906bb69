import type { Filled } from './fill-tags.ts';
import { asList, asMap } from './yaml-values.ts';

type Chosen = Readonly<Record<string, Filled>>;

// CircleCI takes 128 jobs a matrix, and refuses the config of a larger one.
const mostCases = 1024;

/**
 * Every case of a matrix, the excluded ones left out; one empty case where there is
 * no matrix (CircleCI, "Configuration reference", matrix). Of a matrix that is far
 * too large for CircleCI, only the first cases.
 */
export function expandMatrix({ value, isFixed }: Filled): readonly Chosen[] {
  const { parameters, exclude } = asMap(value);
  let cases: readonly Chosen[] = [{}];
  for (const [name, values] of Object.entries(asMap(parameters))) {
    cases = cases
      .flatMap((chosen) =>
        asList(values).map((item) => ({ ...chosen, [name]: { value: item, isFixed } })),
      )
      .slice(0, mostCases);
  }
  const excluded = asList(exclude).map(asMap);
  return cases.filter((chosen) => !excluded.some((given) => isCase(chosen, given)));
}

function isCase(chosen: Chosen, given: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(chosen).every(([name, { value }]) => given[name] === value);
}
