import type { Surroundings } from './surroundings.ts';

/** The caller's environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables that a job has from its caller, and what to tell of them. */
export type HandedOn = Pick<Surroundings, 'environment' | 'notes'>;

/** Those of the named variables that the caller has; the notes name them, and the absent ones. */
export function handOn(names: readonly string[], caller: Variables): HandedOn {
  const environment = Object.fromEntries(
    names.flatMap((name) => {
      const value = caller[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const absent = names.filter((name) => !(name in environment));
  return {
    environment,
    notes: [
      `from your environment: ${Object.keys(environment).join(', ') || 'nothing'}`,
      `not set there: ${absent.join(', ') || 'nothing'}`,
    ],
  };
}

/** The surroundings with the named variables of the caller, which go before those that are there. */
export function addVariables(
  surroundings: Surroundings,
  names: readonly string[],
  caller: Variables,
): Surroundings {
  if (names.length === 0) return surroundings;
  const { environment, notes } = handOn(names, caller);
  return {
    ...surroundings,
    environment: { ...surroundings.environment, ...environment },
    notes: [...surroundings.notes, ...notes],
  };
}
