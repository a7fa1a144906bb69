import { describeFailure, type Failure } from '../failure.ts';
import { isSteeringName, isVariableName, nameFromKey } from '../names.ts';

/** Where a name comes from: a reference's line and text, and the key where `*` made the name. */
export interface NameOrigin {
  readonly line: number;
  readonly text: string;
  readonly key?: string | undefined;
}

/**
 * Notes who sets a name. The failure where another reference does already, stated
 * or made by `*`; undefined for a name that was free.
 */
export function claimName(
  name: string,
  origin: NameOrigin,
  owners: Map<string, NameOrigin>,
): Failure | undefined {
  const owner = owners.get(name);
  if (owner === undefined) {
    owners.set(name, origin);
    return undefined;
  }
  return describeFailure('NAME_TAKEN', {
    what: `Two references set ${name}.`,
    why: `${describeOrigin(owner)} and ${describeOrigin(origin)}`,
    next: [
      owner.key === undefined && origin.key === undefined
        ? 'give one of them another name with "| NAME"'
        : singleKeys,
    ],
  });
}

const rule =
  'a name holds letters, digits and "_", does not begin with a digit, and has at most 255 characters';

/** A name that no shell can export; it was made from a key or stated. */
function describeInvalidName(name: string, origin: NameOrigin): Failure {
  return describeFailure('NAME_INVALID', {
    what: `"${name}" cannot be the name of a variable.`,
    why: `${describeOrigin(origin)}: ${rule}`,
    next: adviseName(`state a name: | ${proposeName(name)}`, origin),
  });
}

/** A name that would steer a shell, a loader, a tool or CircleCI. */
function describeRefusedName(name: string, origin: NameOrigin): Failure {
  return describeFailure('NAME_REFUSED', {
    what: `${name} is a name that no secret may set.`,
    why: `${describeOrigin(origin)}: this variable steers the shell, a loader, a common tool or CircleCI itself`,
    next: adviseName(`state another name: | ${proposeName(name)}`, origin),
  });
}

/**
 * The failure of a name, or undefined for a good one. `written` is the name
 * before its variables were expanded: a variable may hold a secret by mistake,
 * so what is no name is told as it was written.
 */
export function findNameFailure(
  name: string,
  origin: NameOrigin,
  written = name,
): Failure | undefined {
  if (!isVariableName(name)) return describeInvalidName(written, origin);
  if (isSteeringName(name)) return describeRefusedName(name, origin);
  return undefined;
}

/**
 * The failure of what is to stand in front of every name, or undefined; empty is
 * good. `written` is the prefix before its variables were expanded.
 */
export function findPrefixFailure(
  prefix: string,
  origin: NameOrigin,
  written: string,
): Failure | undefined {
  if (prefix === '' || isVariableName(prefix)) return undefined;
  return describeFailure('NAME_INVALID', {
    what: `"${written}" cannot begin the names of variables.`,
    why: `${describeOrigin(origin)}: ${rule}`,
    next: ['give another prefix: * | SECRET_'],
  });
}

const singleKeys = 'load the keys one by one in the place of "*", each with "| NAME"';

function adviseName(advice: string, { key }: NameOrigin): Failure['next'] {
  return key === undefined
    ? [advice]
    : ['put a prefix in front of every name: * | SECRET_', `or ${singleKeys}`];
}

function describeOrigin({ line, text, key }: NameOrigin): string {
  return `line ${line} "${text}"${key === undefined ? '' : `, key "${key}"`}`;
}

function proposeName(name: string): string {
  const made = nameFromKey(name).slice(0, 200);
  if (isVariableName(made) && !isSteeringName(made)) return made;
  return made === '' ? 'SECRET' : `SECRET_${made}`;
}
