import { readFileSync } from 'node:fs';
import { parse, YAMLError } from 'yaml';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import { Failed } from '../core/failure.ts';

/**
 * A CircleCI config as plain values, aliases and merge keys resolved; CircleCI reads
 * YAML 1.1. Throws `Failed` when the file cannot be read or is no YAML.
 */
export function readConfigFile(path: string): unknown {
  const text = readText(path);
  try {
    // The count guards against documents that grow without end; configs full of anchors stay far below it.
    return parse(text, { version: '1.1', maxAliasCount: 10_000 });
  } catch (error) {
    if (!(error instanceof YAMLError) && !(error instanceof ReferenceError)) throw error;
    const [problem = ''] = error.message.split('\n');
    throw describeUnusable(path, `it is not YAML: ${problem.replace(/:$/, '')}`);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it fails';
    throw describeUnusable(path, `reading it gives ${code}`);
  }
}

function describeUnusable(path: string, why: string): Failed {
  return new Failed([
    describeAdministrationFailure('CONFIG_UNREADABLE', {
      what: `The config ${path} cannot be read.`,
      why,
      next: ['give --config the path of a CircleCI config, such as .circleci/config.yml'],
    }),
  ]);
}
