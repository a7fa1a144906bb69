import type { Failure } from '../failure.ts';
import { getMember, getText, type JsonObject } from '../json.ts';
import { describeAdministrationFailure } from './administration-failures.ts';
import { nameResource, type Resource } from './resource.ts';
import { listWrittenFields } from './resource-api.ts';
import type { Step } from './step.ts';

type Engine = Extract<Resource, { readonly kind: 'secrets engine' }>;
type Method = Extract<Resource, { readonly kind: 'auth method' }>;

/** What to do for an engine, given all mounts of `sys/mounts`. */
export function judgeEngine(resource: Engine, mounts: JsonObject): Step {
  const { mount } = resource;
  const inTheWay = (why: string, ...more: readonly string[]): Step =>
    refuse(resource, why, [`give another --kv-mount than ${mount}`, ...more]);
  const neighbour = findNeighbour(mount, mounts);
  if (neighbour === undefined) return make(resource);
  if (neighbour !== `${mount}/`) return inTheWay(`${neighbour} is a mount already`);
  const type = readType(neighbour, mounts);
  if (type !== 'kv' && type !== 'generic') {
    return inTheWay(`${neighbour} is an engine of type "${type}"`);
  }
  const version = getText(getMember(getMember(mounts, neighbour), 'options'), 'version');
  if (version !== '2') {
    return inTheWay(
      `${neighbour} is KV version 1, whose readers all use other paths`,
      `or leave --kv-mount out, and read from ${mount} as it is`,
    );
  }
  return { state: 'as it is', resource, kept: {} };
}

/** What to do for the JWT method, given all mounts of `sys/auth`. */
export function judgeMethod(resource: Method, mounts: JsonObject): Step {
  const { mount } = resource;
  const neighbour = findNeighbour(mount, mounts);
  if (neighbour === undefined) return make(resource);
  const inTheWay = (why: string): Step =>
    refuse(resource, why, ['give another --mount, such as circleci']);
  if (neighbour !== `${mount}/`) return inTheWay(`auth/${neighbour} is a mount already`);
  const type = readType(neighbour, mounts);
  // One plugin serves both types.
  return type === 'jwt' || type === 'oidc'
    ? { state: 'as it is', resource, kept: {} }
    : inTheWay(`auth/${neighbour} is a method of type "${type}"`);
}

function make(resource: Resource): Step {
  return { state: 'make', resource, fields: listWrittenFields(resource) };
}

/** The mount of that path, else one above or below it: mounts must not lie in each other. */
function findNeighbour(mount: string, mounts: JsonObject): string | undefined {
  const path = `${mount}/`;
  const names = Object.keys(mounts);
  return names.find((name) => name === path) ?? names.find((name) => isNested(name, path));
}

function isNested(one: string, other: string): boolean {
  return one.startsWith(other) || (one.endsWith('/') && other.startsWith(one));
}

function readType(name: string, mounts: JsonObject): string {
  return getText(getMember(mounts, name), 'type') ?? 'unknown';
}

function refuse(resource: Resource, why: string, next: Failure['next']): Step {
  return { state: 'in the way', resource, failure: describeInTheWay(resource, why, next) };
}

/** The failure of a resource that cannot be made without breaking what is there. */
export function describeInTheWay(resource: Resource, why: string, next: Failure['next']): Failure {
  return describeAdministrationFailure('RESOURCE_IN_THE_WAY', {
    what: `The ${nameResource(resource)} cannot be set up.`,
    why,
    next,
  });
}
