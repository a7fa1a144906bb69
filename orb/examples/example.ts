import { orbAlias } from '../../src/inputs/orb-name.ts';
import type { OrbCall } from './orb-call.ts';

/** An example on the orb's registry page. */
export interface Example {
  /** The user's task, in snake_case. */
  readonly name: string;
  readonly description: string;
  /** The jobs of the config, by their names. */
  readonly jobs: Readonly<Record<string, ExampleJob>>;
}

/** A job, and the context that the workflow gives it. */
export interface ExampleJob {
  readonly context: string;
  readonly runsOn: { readonly executor: Executor } | { readonly image: string };
  readonly steps: readonly ExampleStep[];
}

type Executor = `${typeof orbAlias}/default`;

export type ExampleStep = 'checkout' | { readonly run: string } | OrbCall;

/** The example as it stands below `examples:` in an orb, without its name. */
export function generateExample({ description, jobs }: Example, orb: string): object {
  const entries = Object.entries(jobs);
  return {
    description,
    usage: {
      version: 2.1,
      orbs: { [orbAlias]: orb },
      jobs: Object.fromEntries(
        entries.map(([name, { runsOn, steps }]) => [name, { ...printPlace(runsOn), steps }]),
      ),
      workflows: {
        main: { jobs: entries.map(([name, { context }]) => ({ [name]: { context } })) },
      },
    },
  };
}

function printPlace(place: ExampleJob['runsOn']): object {
  return 'image' in place ? { docker: [{ image: place.image }] } : place;
}
