import type { Failure } from '../failure.ts';
import { getMember, type JsonObject } from '../json.ts';
import { describeAdministrationFailure } from './administration-failures.ts';
import type { Resource } from './resource.ts';
import { namePathToRead, namePathToWrite } from './resource-api.ts';
import type { Step } from './step.ts';

/** What a policy must grant on one path. */
export interface Right {
  /** The API's path, as policies write it. */
  readonly path: string;
  readonly capabilities: readonly string[];
}

/** Rights by path, all capabilities of a path together. */
export function mergeRights(rights: readonly Right[]): Right[] {
  const paths = [...new Set(rights.map(({ path }) => path))];
  return paths.map((path) => {
    const same = rights.filter((right) => right.path === path);
    return { path, capabilities: [...new Set(same.flatMap(({ capabilities }) => capabilities))] };
  });
}

/** What looking at the resources needs, and at who else has the policy. */
export function listRightsToRead(resources: readonly Resource[]): Right[] {
  return mergeRights(
    resources.flatMap((resource) => [
      { path: decodeURIComponent(namePathToRead(resource)), capabilities: ['read'] },
      ...(resource.kind === 'role' ? listRightsToCompare(resource.mount) : []),
    ]),
  );
}

function listRightsToCompare(mount: string): Right[] {
  return [
    { path: `auth/${mount}/role`, capabilities: ['list'] },
    { path: `auth/${mount}/role/*`, capabilities: ['read'] },
  ];
}

/** What taking the steps needs. */
export function listRightsToTake(steps: readonly Step[]): Right[] {
  return steps.flatMap((step) => {
    if (step.state !== 'make' && step.state !== 'change') return [];
    const { resource, state } = step;
    const path = decodeURIComponent(namePathToWrite(resource));
    return [{ path, capabilities: listCapabilitiesToWrite(resource, state) }];
  });
}

/** Where Vault looks whether something is there, making it is `create`; elsewhere every write is `update`. */
function listCapabilitiesToWrite({ kind }: Resource, state: 'make' | 'change'): string[] {
  switch (kind) {
    case 'auth method':
      // Vault, "Policies", "Root protected API endpoints".
      return ['update', 'sudo'];
    case 'role':
    case 'secret':
      return [state === 'make' ? 'create' : 'update'];
    default:
      return ['update'];
  }
}

/** Everything that setting up from nothing, and setting up again, needs. */
export function listAllRights(resources: readonly Resource[]): Right[] {
  return mergeRights([
    ...listRightsToRead(resources),
    ...resources.map((resource) => ({
      path: decodeURIComponent(namePathToWrite(resource)),
      capabilities: [
        ...new Set([
          ...listCapabilitiesToWrite(resource, 'make'),
          ...(resource.kind === 'secret' ? [] : listCapabilitiesToWrite(resource, 'change')),
        ]),
      ],
    })),
  ]);
}

/** The rights that `sys/capabilities-self` does not tell. */
export function findMissingRights(rights: readonly Right[], told: JsonObject): Right[] {
  return rights.filter(({ path, capabilities }) => {
    const granted = getMember(told, path);
    const names: readonly unknown[] = Array.isArray(granted) ? granted : [];
    return (
      !names.includes('root') && capabilities.some((capability) => !names.includes(capability))
    );
  });
}

/**
 * The failure of an administrator's token that may not do what is asked; `missing` is told
 * with all that its paths need, for a policy's exact path puts out of force what a pattern grants.
 */
export function explainMissingRights(
  missing: readonly Right[],
  resources: readonly Resource[],
): Failure {
  const all = listAllRights(resources);
  const lines = missing.map((right) => formatRight(all.find(isAt(right)) ?? right));
  return describeAdministrationFailure('ADMINISTRATION_FORBIDDEN', {
    what: 'The Vault token may not do all that this needs.',
    why: `its policies lack: ${missing.map(({ path, capabilities }) => `${capabilities.join(', ')} on ${path}`).join('; ')}`,
    next: [`have these lines added to a policy of the token:\n${lines.join('\n')}`],
  });
}

function isAt({ path }: Right): (right: Right) => boolean {
  return (right) => right.path === path;
}

/** A right as a line of a policy. */
export function formatRight({ path, capabilities }: Right): string {
  const names = capabilities.map((capability) => `"${capability}"`).join(', ');
  return `path ${JSON.stringify(path)} { capabilities = [${names}] }`;
}
