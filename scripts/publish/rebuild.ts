import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../bundle-helper.ts';
import type { Refusal } from '../refusal.ts';
import { readTree } from '../unpack/tree.ts';

const runFile = promisify(execFile);

// What a build could depend on by mistake differs between the two.
const surroundings = [
  { name: 'first', environment: { TZ: 'UTC', LC_ALL: 'C' } },
  { name: 'second', environment: { TZ: 'Asia/Kathmandu', LC_ALL: 'C.UTF-8', LANG: 'tr_TR.UTF-8' } },
] as const;

/**
 * Builds the sources twice below `place` and compares each product with `dist`:
 * what is published must be what anybody builds from the commit.
 */
export async function checkRebuild(place: string): Promise<Refusal[]> {
  const dist = readTree(`${root}dist`);
  const rebuilt = await Promise.all(surroundings.map((each) => buildInto(place, each)));
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
        'build and publish in one go: npm run orb:publish',
        'if that is what you did, find what the build depends on beside its sources',
      ],
    },
  ];
}

async function buildInto(
  place: string,
  { name, environment }: (typeof surroundings)[number],
): Promise<ReadonlyMap<string, string>> {
  const directory = join(place, name);
  mkdirSync(directory);
  const loader = import.meta.resolve('tsx');
  await runFile(
    process.execPath,
    ['--import', loader, `${root}scripts/build.ts`, join(directory, 'dist')],
    { cwd: directory, env: { PATH: process.env['PATH'], ...environment } },
  );
  return readTree(join(directory, 'dist'));
}
