import { describeFailure, type Failure } from '../failure.ts';
import { isSteeringName, isVariableName, nameFromKey } from '../names.ts';

/** Where a name comes from: a reference's line and text. */
interface Origin {
  readonly line: number;
  readonly text: string;
}

/** Two references, stated or made by `*`, that would set one variable. */
export function describeTakenName(name: string, first: Origin, second: Origin): Failure {
  return describeFailure('NAME_TAKEN', {
    what: `Two references set ${name}.`,
    why: `line ${first.line} "${first.text}" and line ${second.line} "${second.text}"`,
    next: ['give one of them another name with "| NAME"'],
  });
}

/** A name that no shell can export; it was made from a key or stated. */
function describeInvalidName(name: string, origin: Origin): Failure {
  return describeFailure('NAME_INVALID', {
    what: `"${name}" cannot be the name of a variable.`,
    why: `line ${origin.line} "${origin.text}": a name holds letters, digits and "_", does not begin with a digit, and has at most 255 characters`,
    next: [`state a name: | ${proposeName(name)}`],
  });
}

/** A name that would steer a shell, a loader, a tool or CircleCI. */
function describeRefusedName(name: string, origin: Origin): Failure {
  return describeFailure('NAME_REFUSED', {
    what: `${name} is a name that no secret may set.`,
    why: `line ${origin.line} "${origin.text}": this variable steers the shell, a loader, a common tool or CircleCI itself`,
    next: [`state another name: | SECRET_${name}`],
  });
}

/** The failure of a name, or undefined for a good one. */
export function findNameFailure(name: string, origin: Origin): Failure | undefined {
  if (!isVariableName(name)) return describeInvalidName(name, origin);
  if (isSteeringName(name)) return describeRefusedName(name, origin);
  return undefined;
}

function proposeName(name: string): string {
  const made = nameFromKey(name).slice(0, 200);
  return made === '' ? 'SECRET' : /^[0-9]/.test(made) ? `SECRET_${made}` : made;
}
