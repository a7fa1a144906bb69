/**
 * Where the launcher fetches Node from in a job that has none. Every command of the
 * orb has this parameter; the launcher reads it, no program does.
 */
export const nodeUrl = {
  name: 'node_url',
  type: 'string',
  default: 'https://nodejs.org/dist',
  description:
    'Mirror of `https://nodejs.org/dist` to fetch Node from, in a job that has no Node 18 or newer.',
} as const;
