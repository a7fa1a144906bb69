import { describeFailure, type Failure } from './failure.ts';
import { isJsonObject, stringifyJson } from './json.ts';
import { nameFromKey } from './names.ts';
import type { OpenedSecret } from './opened-secret.ts';
import type { Variable } from './quoting.ts';
import { describeTakenName, findNameFailure, type NameOrigin } from './references/name-failures.ts';
import { formatPath, type Reference } from './references/reference.ts';
import { Secret } from './secret.ts';
import { decodeText, findValue, findValueFailure, renderValue } from './values.ts';

/** A variable with the place its value came from. */
export interface PickedVariable extends Variable {
  readonly reference: Reference;
  /** The secret's key; undefined for the whole secret and for a default. */
  readonly key: string | undefined;
  /** The KV v2 version, where there is one. */
  readonly version: number | undefined;
  /** Whether the reference's default stands in for a value that is not there. */
  readonly isDefault: boolean;
}

export interface Picked {
  readonly variables: readonly PickedVariable[];
  readonly failures: readonly Failure[];
}

/** What the read of a reference's path gave; lacks those whose path holds nothing. */
export type OpenedByReference = ReadonlyMap<Reference, OpenedSecret>;

/** One wanted value before it is text. */
interface Candidate {
  readonly name: string;
  readonly key: string | undefined;
  readonly value: unknown;
  /** What of the name was made from the key; left out where the name was stated. */
  readonly made?: string;
}

/**
 * Takes every reference's values out of what was read. Every missing key, every
 * value that no variable can hold and every pair of equal names is a failure;
 * all are told together.
 */
export function pickVariables(references: readonly Reference[], opened: OpenedByReference): Picked {
  const variables: PickedVariable[] = [];
  const failures: Failure[] = [];
  const owners = new Map<string, NameOrigin>();
  for (const reference of references) {
    const picked = pickReference(reference, opened.get(reference));
    failures.push(...picked.failures);
    for (const variable of picked.variables) {
      const owner = owners.get(variable.name);
      const origin = findOrigin(reference, variable.key);
      if (owner === undefined) {
        owners.set(variable.name, origin);
        variables.push(variable);
      } else {
        failures.push(describeTakenName(variable.name, owner, origin));
      }
    }
  }
  return { variables, failures };
}

function findOrigin({ line, text, selector }: Reference, key: string | undefined): NameOrigin {
  return { line, text, key: selector.kind === 'every key' ? key : undefined };
}

function pickReference(reference: Reference, secret: OpenedSecret | undefined): Picked {
  const candidates = secret === undefined ? [] : findCandidates(reference, secret);
  if (candidates.length === 0) return pickAbsent(reference, secret);
  const picks = candidates.map((candidate) => pickCandidate(candidate, reference, secret?.version));
  return {
    variables: picks.flatMap(({ variables }) => variables),
    failures: picks.flatMap(({ failures }) => failures),
  };
}

function findCandidates({ selector, name }: Reference, { values }: OpenedSecret): Candidate[] {
  switch (selector.kind) {
    case 'whole secret':
      return [{ name: name ?? '', key: undefined, value: stringifyJson(values) }];
    case 'key': {
      const value = findValue(values, selector.key);
      const isThere = value !== undefined && value !== null;
      return isThere ? [{ name: name ?? '', key: selector.key, value }] : [];
    }
    case 'every key':
      return Object.entries(values)
        .filter(([, value]) => value !== null)
        .map(([key, value]) => {
          const made = selector.letterCase === 'upper' ? nameFromKey(key) : key;
          return { name: selector.prefix + made, made, key, value };
        });
    default:
      return selector satisfies never;
  }
}

function pickAbsent(reference: Reference, secret: OpenedSecret | undefined): Picked {
  const { absence, name } = reference;
  if (absence.kind === 'default' && name !== undefined) {
    const failure = findValueFailure(name, absence.text);
    if (failure !== undefined) return { variables: [], failures: [failure] };
    const value = new Secret(absence.text);
    const variable = {
      name,
      value,
      reference,
      key: undefined,
      version: undefined,
      isDefault: true,
    };
    return { variables: [variable], failures: [] };
  }
  if (absence.kind === 'nothing' || secret === undefined) return { variables: [], failures: [] };
  return { variables: [], failures: [describeMissingKey(reference, secret)] };
}

function pickCandidate(
  { name, key, value, made }: Candidate,
  reference: Reference,
  version: number | undefined,
): Picked {
  const nameFailure = findNameFailure(name, findOrigin(reference, key), made);
  if (nameFailure !== undefined) return { variables: [], failures: [nameFailure] };
  const stored = renderValue(value) ?? '';
  const decoded = reference.encoding && decodeText(name, stored, reference.encoding);
  if (decoded?.ok === false) return { variables: [], failures: [decoded.failure] };
  const text = decoded?.text ?? stored;
  const valueFailure = findValueFailure(name, text);
  if (valueFailure !== undefined) return { variables: [], failures: [valueFailure] };
  const variable = { name, value: new Secret(text), reference, key, version, isDefault: false };
  return { variables: [variable], failures: [] };
}

function describeMissingKey(reference: Reference, { values }: OpenedSecret): Failure {
  const { selector, text } = reference;
  const path = formatPath(reference.path);
  const keys = Object.keys(values);
  // What a variable put there is not told, for it may hold a secret by mistake.
  const isWritten = selector.kind === 'key' && text.includes(selector.key);
  const key = isWritten ? `no key "${selector.key}"` : 'no such key';
  const inside = Object.values(values).some(isJsonObject) ? ' (a dot leads into JSON values)' : '';
  return describeFailure('KEY_MISSING', {
    what: `The secret ${path} has ${key}.`,
    why: `line ${reference.line} "${text}"; ${listKeys(keys)}${inside}`,
    next: [
      'name one of its keys',
      'or let it be missing: add ", optional", or ", default" with a text',
    ],
  });
}

const mostKeys = 20;

function listKeys(keys: readonly string[]): string {
  if (keys.length === 0) return 'it has no keys';
  const more = keys.length > mostKeys ? ` and ${keys.length - mostKeys} more` : '';
  return `its keys are: ${keys.slice(0, mostKeys).join(', ')}${more}`;
}
