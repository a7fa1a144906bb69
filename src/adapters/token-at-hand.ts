import { readFileSync } from 'node:fs';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import type { Environment } from '../core/expansion.ts';
import { Failed } from '../core/failure.ts';
import { findTokenProblem } from '../core/oidc-token.ts';
import { Secret } from '../core/secret.ts';

/** An OIDC token, or a text in its place. */
export interface TokenAtHand {
  /** The variable or file that holds it. */
  readonly source: string;
  readonly token: Secret<string>;
  /** Why it is no token; undefined when it looks like one. */
  readonly problem: string | undefined;
}

const variables = ['CIRCLE_OIDC_TOKEN_V2', 'CIRCLE_OIDC_TOKEN'] as const;

/**
 * The OIDC token in a file or, without one (`''`), that of the job; undefined for none.
 * Throws `Failed` when the file cannot be read.
 */
export function findTokenAtHand(file: string, environment: Environment): TokenAtHand | undefined {
  if (file !== '') return describeToken(file, readToken(file));
  for (const variable of variables) {
    const text = (environment[variable] ?? '').trim();
    if (text !== '') return describeToken(variable, text);
  }
  return undefined;
}

function describeToken(source: string, text: string): TokenAtHand {
  return { source, token: new Secret(text), problem: findTokenProblem(text) };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it fails';
    throw new Failed([
      describeAdministrationFailure('TOKEN_FILE_UNREADABLE', {
        what: 'The file of --token-file cannot be read.',
        why: `reading it gives ${code}`,
        next: ['give the path of a file that holds an OIDC token and nothing else'],
      }),
    ]);
  }
}
