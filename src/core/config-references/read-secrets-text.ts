import type { Failure } from '../failure.ts';
import { parseReferences } from '../references/parse-references.ts';
import { formatPath, type Reference } from '../references/reference.ts';
import { type Statement, scanStatements } from '../references/scan.ts';
import { listUnknown, makeUnknownEnvironment, writeUnknown } from './unknown-text.ts';

/** A reference whose path only a running job knows. */
export interface UnresolvedReference {
  /** Such as `job deploy, step 3`. */
  readonly place: string;
  /** Line of the `secrets` text, from 1. */
  readonly line: number;
  /** The reference, or the whole text, as the config has it. */
  readonly text: string;
  /** What is not known before the job runs, and who decides it. */
  readonly why: string;
  /** What to do. */
  readonly next: string;
}

/** What a `secrets` text says, read before any job runs. */
export interface SecretsText {
  readonly references: readonly Reference[];
  readonly unresolved: readonly UnresolvedReference[];
  /** Faults that no value of what is unknown would mend. */
  readonly failures: readonly Failure[];
}

/**
 * Reads the `secrets` of a step whose tags are filled in. A reference counts when its
 * path is known, though its key or its name may not be; a pinned version that is not
 * known is left out, for a policy does not tell versions apart.
 */
export function readSecrets(source: string, place: string): SecretsText {
  const statements = scanStatements(source);
  if (statements.length === 0) {
    const { failures } = parseReferences('', {});
    return { references: [], unresolved: [], failures: failures.map(placeFailure(place)) };
  }
  const read = statements.map((statement) => readStatement(statement, place));
  return {
    references: read.flatMap(({ references }) => references),
    unresolved: read.flatMap(({ unresolved }) => unresolved),
    failures: read.flatMap(({ failures }) => failures),
  };
}

const unknownVersion = /\?version=(?:\$\{[A-Za-z_]\w*\}|UNKNOWN_[0-9a-f]+_HERE)(?=["'\s|,]|$)/;

function readStatement({ line, text }: Statement, place: string): SecretsText {
  const readable = text.replace(unknownVersion, '');
  const { references, failures } = parseReferences(
    '\n'.repeat(line - 1) + readable,
    makeUnknownEnvironment(readable),
  );
  const [reference] = references;
  const unknown =
    reference === undefined
      ? listUnknown(readable)
      : listUnknown(formatPath({ ...reference.path, version: undefined }));
  if (unknown.length > 0) {
    const unresolved = {
      place,
      line,
      text: writeUnknown(text),
      why: unknown.map(explainUnknown).join('; '),
      next: 'name each path that it stands for with --read',
    };
    return { references: [], unresolved: [unresolved], failures: [] };
  }
  const written = references.map((one) => ({
    ...one,
    text: writeUnknown(text),
    name: one.name && writeUnknown(one.name),
  }));
  return { references: written, unresolved: [], failures: failures.map(placeFailure(place)) };
}

function explainUnknown(written: string): string {
  if (written.startsWith('${')) return `${written} is a variable of the job`;
  if (/^<<\s*parameters\./.test(written)) return `${written} is given no value in this config`;
  if (/^<<\s*pipeline\.parameters\./.test(written)) {
    return `${written} may have another value than its default`;
  }
  return `${written} is known only when a pipeline runs`;
}

function placeFailure(place: string): (failure: Failure) => Failure {
  return (failure) => ({
    ...failure,
    what: `${place}: ${failure.what}`,
    why: writeUnknown(failure.why),
  });
}
