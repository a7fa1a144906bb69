import type { Breach, Rule } from '../finding.ts';
import {
  listParameters,
  listParts,
  listTexts,
  type OrbUnderReview,
  readCommand,
  toMap,
} from '../orb-under-review.ts';
import { listOrbRuns } from './texts.ts';

// What CircleCI's orb-tools review asks of an orb (version 12), read from the packed
// file in the place of its sources.

/** What of the review is asked in another way here, and why. */
export const reviewNotes: readonly string[] = [
  'RC006, RC007: the form of the addresses is checked; whether they answer is not asked, so that this works offline',
  'RC009: a packed orb has no include; a long command has to be the text of a script file of its own',
  'RC010 is waived for the names of commands: a step reads as `node/install-packages` of CircleCI itself does; parameters, jobs and executors keep to the rule',
];

const leastDescription = 64;
const longestInlineCommand = 64;

export const reviewRules: readonly Rule[] = [
  {
    name: 'RC001',
    remedy: 'set display.source_url',
    check: ({ root }) =>
      readDisplay(root)('source_url') === ''
        ? [{ place: 'display', what: 'the orb has no source_url' }]
        : [],
  },
  {
    name: 'RC002',
    remedy: 'say in a sentence what it is for',
    check: (orb) => {
      const parts = listParts(orb, 'commands', 'jobs', 'executors', 'examples');
      // The review asks for those of parts; the registry shows those of parameters as well.
      return [...parts, ...parts.flatMap(listParameters)]
        .filter(({ body }) => readText(body['description']).trim() === '')
        .map(({ place }) => ({ place, what: 'it has no description' }));
    },
  },
  {
    name: 'RC003',
    remedy: 'add an example',
    check: (orb) =>
      listParts(orb, 'examples').length === 0
        ? [{ place: 'examples', what: 'the orb has no example' }]
        : [],
  },
  {
    name: 'RC004',
    remedy: 'name it by what the user wants to do',
    check: (orb) =>
      listParts(orb, 'examples')
        .filter(({ name }) => name.includes('example'))
        .map(({ place }) => ({ place, what: 'its name holds the word "example"' })),
  },
  {
    name: 'RC005',
    remedy: `use ${leastDescription} characters or more`,
    check: ({ root }) => {
      const { length } = readText(root['description']);
      return length < leastDescription
        ? [{ place: 'description', what: `it has ${length} characters` }]
        : [];
    },
  },
  {
    name: 'RC006',
    remedy: 'give an https:// URL that anybody may open',
    check: ({ root }) => checkUrl('source_url', readDisplay(root)('source_url')),
  },
  {
    name: 'RC007',
    remedy: 'give an https:// URL that anybody may open',
    check: ({ root }) => checkUrl('home_url', readDisplay(root)('home_url')),
  },
  {
    name: 'RC008',
    remedy: 'write "run:" as a map with a "name"',
    check: (orb) =>
      listOrbRuns(orb)
        .filter(({ run }) => readText(toMap(run)['name']) === '')
        .map(({ place }) => ({ place, what: 'the step has no name' })),
  },
  {
    name: 'RC009',
    remedy: 'put the command into a script file, where it can be tested',
    check: (orb) =>
      listOrbRuns(orb)
        .map(({ place, run }) => ({ place, command: readCommand(run) }))
        .filter(
          ({ command }) => command.length > longestInlineCommand && !orb.scripts.includes(command),
        )
        .map(({ place, command }) => ({
          place,
          what: `its command of ${command.length} characters is in no script file`,
        })),
  },
  {
    name: 'RC010',
    remedy: 'write snake_case',
    check: (orb) => {
      const parts = listParts(orb, 'commands', 'jobs', 'executors');
      // For the names of commands it is waived; `reviewNotes` says why.
      return [...parts.filter(({ kind }) => kind !== 'commands'), ...parts.flatMap(listParameters)]
        .filter(({ name }) => name.includes('-'))
        .map(({ name, place }) => ({ place, what: `the name "${name}" holds a "-"` }));
    },
  },
  {
    name: 'RC011',
    remedy: 'let the examples use the major version that is released',
    check: checkReferences,
  },
  {
    name: 'RC012',
    remedy: 'leave the reference out of the default, or the parameter out of the key',
    check: checkCacheKeys,
  },
];

function checkReferences(orb: OrbUnderReview): Breach[] {
  const [name] = orb.reference.split('@');
  return listParts(orb, 'examples').flatMap(({ place, body }) => {
    const used = Object.values(toMap(toMap(body['usage'])['orbs'])).map(readText);
    if (used.includes(orb.reference)) return [];
    const other = used.find((text) => text.startsWith(`${name}@`)) ?? 'no version';
    return [{ place: `${place}.usage.orbs`, what: `it uses ${other}, not ${orb.reference}` }];
  });
}

/** A cache key would hold the variable's name, not its value. */
function checkCacheKeys(orb: OrbUnderReview): Breach[] {
  return listParts(orb, 'commands', 'jobs').flatMap((part) => {
    const keys = listTexts(part.body['steps'], `${part.place}.steps`).filter(({ place }) =>
      /\.(save|restore)_cache\.keys?(\.\d+)?$/.test(place),
    );
    return listParameters(part)
      .filter(({ body }) => readText(body['default']).includes('$'))
      .flatMap(({ name }) =>
        keys
          .filter(
            ({ text }) =>
              text.includes(`parameters.${name} `) || text.includes(`parameters.${name}>`),
          )
          .map(({ place }) => ({
            place,
            what: `the key holds the reference of "${name}" as text`,
          })),
      );
  });
}

function checkUrl(key: string, url: string): Breach[] {
  if (url === '' || (URL.canParse(url) && url.startsWith('https://'))) return [];
  return [{ place: `display.${key}`, what: `"${url}" is not an https:// URL` }];
}

function readDisplay(root: OrbUnderReview['root']): (key: string) => string {
  return (key) => readText(toMap(root['display'])[key]);
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
