import { Expression } from './hcl.ts';
import type { Resource } from './resource.ts';

/** Names of resources inside Terraform's text, and how other resources refer to them. */
export interface ResourceLabels {
  find(resource: Resource): string;
  /** Each of these is the bare name or mount where the text does not make the thing. */
  referToEngine(mount: string): Expression | string;
  referToMethod(mount: string): Expression | string;
  referToPolicy(name: string): Expression | string;
  /** For `depends_on`. */
  listMethod(mount: string): readonly Expression[];
  isMethodMade(mount: string): boolean;
}

/** Gives every resource a label of its own among those of its type. */
export function labelResources(resources: readonly Resource[]): ResourceLabels {
  const labels = new Map<Resource, string>();
  for (const resource of resources) {
    const taken = resources
      .filter(({ kind }) => kind === resource.kind)
      .flatMap((other) => labels.get(other) ?? []);
    labels.set(resource, makeLabel(nameShortly(resource), taken));
  }
  const find = (resource: Resource): string => labels.get(resource) ?? '';
  const refer = (
    isIt: (resource: Resource) => boolean,
    type: string,
    attribute: string,
  ): Expression | undefined => {
    const resource = resources.find(isIt);
    return resource && new Expression(`${type}.${find(resource)}${attribute}`);
  };
  const findMethod = (mount: string, attribute: string): Expression | undefined => {
    const isAt = (kind: Resource['kind']) => (one: Resource) =>
      one.kind === kind && 'mount' in one && one.mount === mount;
    const type = 'vault_jwt_auth_backend';
    return (
      refer(isAt('auth method'), type, attribute) ?? refer(isAt('auth config'), type, attribute)
    );
  };
  return {
    find,
    referToEngine: (mount) =>
      refer(
        (one) => one.kind === 'secrets engine' && one.mount === mount,
        'vault_mount',
        '.path',
      ) ?? mount,
    referToMethod: (mount) => findMethod(mount, '.path') ?? mount,
    referToPolicy: (name) =>
      refer((one) => one.kind === 'policy' && one.name === name, 'vault_policy', '.name') ?? name,
    listMethod: (mount) => [findMethod(mount, '')].flatMap((found) => found ?? []),
    isMethodMade: (mount) =>
      resources.some((one) => one.kind === 'auth method' && one.mount === mount),
  };
}

function nameShortly(resource: Resource): string {
  switch (resource.kind) {
    case 'secret':
      return resource.path;
    case 'policy':
    case 'role':
      return resource.name;
    default:
      return resource.mount;
  }
}

/** A label holds letters, digits, `_` and `-`, and does not begin with a digit or `-`. */
function makeLabel(text: string, taken: readonly string[]): string {
  const plain = text.replace(/[^A-Za-z0-9_-]+/g, '_');
  const base = /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
  let label = base;
  for (let count = 2; taken.includes(label); count += 1) label = `${base}_${count}`;
  return label;
}
