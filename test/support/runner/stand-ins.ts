import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs to put on a job's PATH: script text by name. */
export type StandIns = Readonly<Record<string, string>>;

/** Writes the programs into a directory of their own; gives its path. */
export function writeStandIns(directory: string, standIns: StandIns): string {
  mkdirSync(directory, { recursive: true });
  for (const [name, script] of Object.entries(standIns)) {
    const path = join(directory, name);
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  }
  return directory;
}

/**
 * CircleCI's in-job command line, as far as jobs here use it: `circleci run oidc
 * get [--claims JSON]` prints a token that the issuer mints.
 */
export function writeCircleCiCommand(mintUrl: string): string {
  return `#!${process.execPath}
const [run, oidc, get, flag, claims = '{}'] = process.argv.slice(2);
if (run !== 'run' || oidc !== 'oidc' || get !== 'get' || (flag !== undefined && flag !== '--claims')) {
  console.error('Error: unknown command');
  process.exit(1);
}
fetch(${JSON.stringify(mintUrl)}, { method: 'POST', body: JSON.stringify(JSON.parse(claims)) })
  .then(async (response) => {
    if (!response.ok) throw new Error(\`the issuer said \${response.status}\`);
    console.log(await response.text());
  });
`;
}
