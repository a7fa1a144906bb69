import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject } from 'ajv';
import draft04 from 'ajv-draft-04';
import type { Finding } from './finding.ts';
import type { OrbUnderReview } from './orb-under-review.ts';

// The public schema of CircleCI configs, which knows orbs as inline ones alone.
const schemaFile = createRequire(import.meta.url).resolve(
  'schemastore/schemas/json/circleciconfig.json',
);

/** What of the orb the schema refuses, the orb standing inline in a config. */
export function checkJsonSchema({ root }: OrbUnderReview): Finding[] {
  const config = {
    version: 2.1,
    orbs: { orb: root },
    jobs: { job: { docker: [{ image: 'cimg/base:current' }], steps: ['checkout'] } },
    workflows: { main: { jobs: ['job'] } },
  };
  // Not every keyword of the schema is one of draft 04, which strict mode would refuse.
  const validate = new draft04.default({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')),
  );
  if (validate(config)) return [];
  return findTelling(validate.errors ?? []).map(({ instancePath, message, params }) => ({
    rule: 'json-schema',
    place: instancePath.replace(/^\/orbs\/orb\//, '').replaceAll('/', '.'),
    what: `it ${message ?? 'is refused'} (${JSON.stringify(params)})`,
    remedy: "write it as CircleCI's configuration reference says",
  }));
}

/**
 * The errors that tell something: where a value has several forms, each of them
 * complains, and the value is most likely meant to be of the form that got furthest.
 */
function findTelling(errors: readonly ErrorObject[]): ErrorObject[] {
  const deepest = errors.filter(
    ({ instancePath, keyword }) =>
      !/^(one|any|all)Of$/.test(keyword) &&
      !errors.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
  );
  return deepest.filter(
    ({ instancePath, keyword }) =>
      keyword !== 'type' ||
      deepest.every((other) => other.instancePath !== instancePath || other.keyword === 'type'),
  );
}
