import type { Breach, Rule } from '../finding.ts';
import { listParameters, listParts, listTexts, type OrbPart } from '../orb-under-review.ts';

// CircleCI, "Reusing config", parameter types.

type FitTest = (value: unknown) => boolean;

const fitTests = new Map<unknown, FitTest>([
  ['string', (value) => typeof value === 'string'],
  ['boolean', (value) => typeof value === 'boolean'],
  ['integer', Number.isInteger],
  ['steps', Array.isArray],
  ['executor', (value) => typeof value === 'string' || isObject(value)],
  ['env_var_name', (value) => typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value)],
  // Its own rule looks at the default.
  ['enum', () => true],
]);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

const kinds = ['commands', 'jobs', 'executors'] as const;

export const parameterType: Rule = {
  name: 'parameter-type',
  remedy: `write one of ${[...fitTests.keys()].join(', ')}`,
  check: (orb) =>
    listParts(orb, ...kinds)
      .flatMap(listParameters)
      .filter(({ body }) => !fitTests.has(body['type']))
      .map(({ place, body }) => ({ place, what: `its type is ${JSON.stringify(body['type'])}` })),
};

export const defaultType: Rule = {
  name: 'default-type',
  remedy: 'give a default of the declared type, or none',
  check: (orb) =>
    listParts(orb, ...kinds)
      .flatMap(listParameters)
      .filter(({ body: { type, default: value } }) => {
        const fits = fitTests.get(type);
        return value !== undefined && fits !== undefined && !fits(value);
      })
      .map(({ place, body: { type, default: value } }) => ({
        place,
        what: `the default ${JSON.stringify(value)} is no ${type}`,
      })),
};

export const enumDefault: Rule = {
  name: 'enum-default',
  remedy: 'list the values below "enum", the default among them',
  check: (orb) =>
    listParts(orb, ...kinds)
      .flatMap(listParameters)
      .filter(({ body }) => body['type'] === 'enum')
      .flatMap(({ place, body: { enum: values, default: value } }): Breach[] => {
        if (!Array.isArray(values) || values.length === 0) {
          return [{ place, what: 'it is an enum without a list of values' }];
        }
        if (value === undefined || values.includes(value)) return [];
        return [{ place, what: `the default ${JSON.stringify(value)} is not in its list` }];
      }),
};

export const undeclaredParameter: Rule = {
  name: 'undeclared-parameter',
  remedy: 'declare it below "parameters", or correct the name',
  check: (orb) =>
    listParts(orb, ...kinds).flatMap((part) => {
      const declared = listParameters(part).map(({ name }) => name);
      return listUses(part)
        .filter(({ name }) => !declared.includes(name))
        .map(({ name, place }) => ({ place, what: `there is no parameter "${name}"` }));
    }),
};

export const unusedParameter: Rule = {
  name: 'unused-parameter',
  remedy: 'use it, or leave it out',
  check: (orb) =>
    listParts(orb, ...kinds).flatMap((part) => {
      const used = listUses(part).map(({ name }) => name);
      return listParameters(part)
        .filter(({ name }) => !used.includes(name))
        .map(({ name, place }) => ({ place, what: `nothing uses the parameter "${name}"` }));
    }),
};

/** Each `<< parameters.x >>` of a part: a declaration holds none, a description uses none. */
function listUses({ place, body }: OrbPart): { name: string; place: string }[] {
  const { parameters: _declared, description: _description, ...rest } = body;
  return listTexts(rest, place).flatMap((found) =>
    [...found.text.matchAll(/(?<!\\)<<[^<>]*?\bparameters\.([\w-]+)[^<>]*>>/g)].map(
      ([, name = '']) => ({ name, place: found.place }),
    ),
  );
}
