import * as v from 'valibot';
import { parse } from 'yaml';
import { readOrb } from './vault-jobs.ts';

const runStep = v.object({
  command: v.string(),
  environment: v.optional(v.record(v.string(), v.string()), {}),
});

const orb = v.object({
  version: v.literal(2.1),
  description: v.string(),
  commands: v.record(
    v.string(),
    v.object({
      description: v.string(),
      parameters: v.record(v.string(), v.record(v.string(), v.unknown())),
      steps: v.array(v.looseObject({ run: v.optional(runStep) })),
    }),
  ),
});

/** The packed orb, as far as tests look into it. */
export type PackedOrb = v.InferOutput<typeof orb>;

/** One `run` step of the packed orb, before CircleCI fills in parameters. */
export type PackedRun = v.InferOutput<typeof runStep>;

/** The packed orb; throws when it has not the shape of one. */
export function parseOrb(): PackedOrb {
  return v.parse(orb, parse(readOrb()));
}

/** Every `run` step of the packed orb, with the command that it belongs to. */
export function listRuns({ commands }: PackedOrb): (PackedRun & { readonly of: string })[] {
  return Object.entries(commands).flatMap(([of, { steps }]) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [{ of, ...run }])),
  );
}
