import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../bundle-helper.ts';
import { readReason } from '../circleci-cli/circleci-cli.ts';
import { type Refusal, Refused } from '../refusal.ts';
import { runProgram } from '../run-program.ts';
import { readTree } from '../unpack/tree.ts';

const longestMs = 120_000;

// What a build could depend on by mistake differs between the two.
const surroundings = [
  { name: 'first', environment: { TZ: 'UTC', LC_ALL: 'C' } },
  { name: 'second', environment: { TZ: 'Asia/Kathmandu', LC_ALL: 'C.UTF-8', LANG: 'tr_TR.UTF-8' } },
] as const;

/**
 * Builds the sources in `checkout`, with its dependencies, twice below `place` and
 * compares each product with `dist`: what is published must be what anybody builds.
 */
export async function checkRebuild(
  checkout: string,
  place: string,
  signal: AbortSignal,
): Promise<Refusal[]> {
  const dist = readTree(`${root}dist`);
  const ended = await Promise.allSettled(
    surroundings.map((each) => buildInto(place, checkout, each, signal)),
  );
  const rebuilt = ended.map((build) => {
    if (build.status === 'rejected') throw build.reason;
    return build.value;
  });
  const paths = new Set([dist, ...rebuilt].flatMap((tree) => [...tree.keys()]));
  const differing = [...paths].filter((path) =>
    rebuilt.some((tree) => tree.get(path) !== dist.get(path)),
  );
  if (differing.length === 0) return [];
  return [
    {
      what: 'Building again does not give the files in dist/.',
      why: `they differ in ${differing.map((path) => `dist/${path}`).join(', ')}`,
      next: [
        'install what the lock file names, then build and publish in one go: npm ci && npm run orb:publish',
        'if that is what you did, find what the build depends on beside its sources',
      ],
    },
  ];
}

async function buildInto(
  place: string,
  checkout: string,
  { name, environment }: (typeof surroundings)[number],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const directory = join(place, name);
  mkdirSync(directory);
  const script = join(checkout, 'scripts/build.ts');
  const result = await runProgram(
    process.execPath,
    ['--import', findLoader(checkout), script, join(directory, 'dist')],
    {
      directory,
      environment: { PATH: process.env['PATH'], ...environment },
      longestMs,
      signal,
    },
  );
  if (result.exitStatus === 0) return readTree(join(directory, 'dist'));
  throw describeUnbuilt(readReason(result).slice(0, 600) || 'the build was ended');
}

/** The checkout's own tsx, wherever the build is run. */
function findLoader(checkout: string): string {
  try {
    return pathToFileURL(createRequire(join(checkout, 'package.json')).resolve('tsx')).href;
  } catch {
    throw describeUnbuilt('the package tsx is not installed');
  }
}

function describeUnbuilt(why: string): Refused {
  return new Refused([
    {
      what: 'The sources cannot be built again.',
      why,
      next: ['build them: npm ci && npm run build'],
    },
  ]);
}
