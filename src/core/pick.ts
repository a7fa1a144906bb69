import { describeFailure, type Failure, isFailure } from './failure.ts';
import { isJsonObject, stringifyJson } from './json.ts';
import { nameFromKey } from './names.ts';
import type { OpenedSecret } from './opened-secret.ts';
import type { Variable } from './quoting.ts';
import { claimName, findNameFailure, type NameOrigin } from './references/name-failures.ts';
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
    for (const picked of pickReference(reference, opened.get(reference))) {
      const failure = isFailure(picked)
        ? picked
        : claimName(picked.name, findOrigin(reference, picked.key), owners);
      if (failure !== undefined) failures.push(failure);
      else if (!isFailure(picked)) variables.push(picked);
    }
  }
  return { variables, failures };
}

function findOrigin({ line, text, selector }: Reference, key: string | undefined): NameOrigin {
  return { line, text, key: selector.kind === 'every key' ? key : undefined };
}

type VariableOrFailure = PickedVariable | Failure;

function pickReference(
  reference: Reference,
  secret: OpenedSecret | undefined,
): readonly VariableOrFailure[] {
  const candidates = secret === undefined ? [] : findCandidates(reference, secret);
  return candidates.length === 0
    ? pickAbsent(reference, secret)
    : candidates.map((candidate) => pickCandidate(candidate, reference, secret?.version));
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

function pickAbsent(
  reference: Reference,
  secret: OpenedSecret | undefined,
): readonly VariableOrFailure[] {
  const { absence, name } = reference;
  if (absence.kind === 'default' && name !== undefined) {
    const place = { reference, key: undefined, version: undefined, isDefault: true };
    return [holdValue(absence.text, { name, ...place })];
  }
  const mayBeMissing = absence.kind === 'nothing' || secret === undefined;
  return mayBeMissing ? [] : [describeMissingKey(reference, secret)];
}

function pickCandidate(
  { name, key, value, made }: Candidate,
  reference: Reference,
  version: number | undefined,
): VariableOrFailure {
  const nameFailure = findNameFailure(name, findOrigin(reference, key), made);
  if (nameFailure !== undefined) return nameFailure;
  const stored = renderValue(value) ?? '';
  const { encoding } = reference;
  const text = encoding === undefined ? stored : decodeText(name, stored, encoding);
  if (isFailure(text)) return text;
  return holdValue(text, { name, reference, key, version, isDefault: false });
}

function holdValue(text: string, place: Omit<PickedVariable, 'value'>): VariableOrFailure {
  return findValueFailure(place.name, text) ?? { ...place, value: new Secret(text) };
}

/** The failure of a key, or of a whole secret, that has no value. */
function describeMissingKey(reference: Reference, { values }: OpenedSecret): Failure {
  const { selector, text } = reference;
  const keys = Object.keys(values);
  const key = selector.kind === 'key' ? selector.key : undefined;
  const isNull = key === undefined || findValue(values, key) === null;
  // What a variable put there is not told, for it may hold a secret by mistake.
  const written = key !== undefined && text.includes(key) ? ` "${key}"` : ' of that name';
  const named = key === undefined ? '' : written;
  const inside = Object.values(values).some(isJsonObject) ? ' (a dot leads into JSON values)' : '';
  const isThere = isNull && keys.length > 0;
  const why = isThere ? 'the key is there, its value is null' : `${listKeys(keys)}${inside}`;
  return describeFailure('KEY_MISSING', {
    what: `The secret ${formatPath(reference.path)} has no ${isNull ? 'value' : 'key'}${named}.`,
    why: `line ${reference.line} "${text}"; ${why}`,
    next: [
      isNull ? 'write a value there' : 'name one of its keys',
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
