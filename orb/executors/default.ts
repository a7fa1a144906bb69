import type { ExecutorDefinition } from '../sdk.ts';

/** For jobs that have no image of their own with Node in it. */
export const defaultExecutor: ExecutorDefinition = {
  name: 'default',
  description:
    "CircleCI's own Node image: it has all that the orb's commands need, and nothing is installed.",
  parameters: [
    {
      name: 'tag',
      type: 'string',
      default: 'lts',
      description: 'Tag of `cimg/node`, such as `lts` or `22.20`; any with Node 18 or newer.',
    },
  ],
  image: 'cimg/node:<< parameters.tag >>',
};
