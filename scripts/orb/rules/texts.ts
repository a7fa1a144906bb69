import type { Rule } from '../finding.ts';
import {
  listParts,
  listRuns,
  listTexts,
  type OrbUnderReview,
  type PlacedRun,
  readCommand,
  toMap,
} from '../orb-under-review.ts';

/** Every `<<` must open a parameter: CircleCI refuses to compile any other one. */
export const unescapedTag: Rule = {
  name: 'unescaped-tag',
  remedy: 'write \\<< where the text means the two characters',
  check: ({ root }) => {
    const { examples, ...rest } = root;
    // An example is a config, in which the pipeline and a matrix have values as well.
    return [
      ...findTags(rest, 'orb', /\\<<|<<\s*parameters\.[\w-]+\s*>>/g),
      ...findTags(examples, 'examples', /\\<<|<<\s*(?:parameters|pipeline|matrix)\.[^<>]+>>/g),
    ];
  },
};

function findTags(value: unknown, place: string, allowed: RegExp) {
  return listTexts(value, place)
    .filter(({ text }) => text.replaceAll(allowed, '').includes('<<'))
    .map((found) => ({ place: found.place, what: 'a "<<" opens no parameter' }));
}

/** A parameter in shell text could end a quote and run what follows. */
export const parameterInShellText: Rule = {
  name: 'parameter-in-shell-text',
  remedy: 'hand it over in "environment" and quote the variable',
  check: (orb) =>
    listOrbRuns(orb)
      .filter(({ run }) => /(?<!\\)<<[^<>]*\bparameters\./.test(readCommand(run)))
      .map(({ place }) => ({ place, what: 'its command holds a parameter' })),
};

// Windows holds 32,767 characters of one environment variable with its name and "=".
const mostVariable = 32_766;
const mostCommand = 4000;
// A compiled config may have 8 MB (CircleCI support, article 360045043634): 60 uses fit.
const mostUse = 130_000;

/** Each use of a command puts all of its steps into the compiled config. */
export const sizeLimits: Rule = {
  name: 'size-limits',
  remedy: 'make it smaller',
  check: (orb) => {
    const runs = listOrbRuns(orb);
    const commands = runs.map(({ place, run }) => ({
      place: `${place}.command`,
      length: readCommand(run).length,
      most: mostCommand,
    }));
    const variables = runs.flatMap(({ place, run }) =>
      Object.entries(toMap(toMap(run)['environment'])).map(([name, value]) => ({
        place: `${place}.environment.${name}`,
        length: `${name}=${value}`.length,
        most: mostVariable,
      })),
    );
    const uses = listParts(orb, 'commands').map(({ place, body }) => ({
      place,
      length: JSON.stringify(body['steps'] ?? []).length,
      most: mostUse,
    }));
    return [...commands, ...variables, ...uses]
      .filter(({ length, most }) => length > most)
      .map(({ place, length, most }) => ({
        place,
        what: `it has ${length} characters; ${most} may be`,
      }));
  },
};

/** Every `run` step of the orb's commands and jobs. */
export function listOrbRuns(orb: OrbUnderReview): PlacedRun[] {
  return listParts(orb, 'commands', 'jobs').flatMap(({ place, body }) =>
    listRuns(body['steps'], `${place}.steps`),
  );
}
