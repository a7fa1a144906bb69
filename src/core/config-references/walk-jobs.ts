import { type Filled, fillTags, type Scope } from './fill-tags.ts';
import { findDefinition, followName, type Library } from './library.ts';
import { expandMatrix } from './matrix.ts';
import { bindArguments, type Place, readArguments } from './parameters.ts';
import { type OwnCall, walkSteps } from './walk-steps.ts';
import { asList, asMap, readEntry } from './yaml-values.ts';

/**
 * Finds the calls in every job that a workflow runs, with the parameters that it
 * gives, each case of a matrix apart. Whether a workflow's own condition holds is
 * not asked. A job that no workflow runs is walked with the defaults of its
 * parameters: CircleCI runs `build` so, and others may be in use tomorrow.
 */
export function walkJobs(config: unknown, library: Library): OwnCall[] {
  const root: Place = { scope: library.values, library, name: 'workflows', callers: [] };
  const entries = Object.values(asMap(asMap(config)['workflows'])).flatMap((workflow) =>
    asList(asMap(workflow)['jobs']).flatMap((entry) => {
      const read = readEntry(entry);
      return read === undefined ? [] : [read];
    }),
  );
  const run = entries.map(([name]) => followName('jobs', name, library));
  const idle = Object.keys(library.jobs).filter((name) => !run.includes(name));
  return [
    ...entries.flatMap(([name, settings]) => walkEntry(name, settings, root)),
    ...idle.flatMap((name) => walkJob(name, {}, { ...root, name: `job ${name}` })),
  ];
}

function walkEntry(name: string, settings: unknown, root: Place): OwnCall[] {
  const { matrix, 'pre-steps': before, 'post-steps': after, ...given } = asMap(settings);
  return expandMatrix(fillTags(matrix, root.scope)).flatMap((chosen) => {
    const place = { ...root, scope: { ...root.scope, ...nameChosen(chosen) }, name: `job ${name}` };
    return [
      ...walkSteps(before, { ...place, name: `${place.name}, pre-steps` }),
      ...walkJob(name, given, place, chosen),
      ...walkSteps(after, { ...place, name: `${place.name}, post-steps` }),
    ];
  });
}

function nameChosen(chosen: Readonly<Record<string, Filled>>): Scope {
  return Object.fromEntries(
    Object.entries(chosen).map(([name, filled]) => [`matrix.${name}`, filled]),
  );
}

function walkJob(
  name: string,
  settings: unknown,
  caller: Place,
  chosen: Readonly<Record<string, Filled>> = {},
): OwnCall[] {
  const found = findDefinition('jobs', followName('jobs', name, caller.library), caller.library);
  if (found === undefined) return [];
  const { body, library } = found;
  const home = { library, name: caller.name, callers: [] };
  const given = { ...readArguments(body['parameters'], settings, caller), ...chosen };
  const scope = bindArguments(body['parameters'], given, home);
  return walkSteps(body['steps'], { ...home, scope });
}
