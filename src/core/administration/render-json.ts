import { Secret } from '../secret.ts';
import { nameResource, type Resource } from './resource.ts';
import { listWrittenFields, namePathToWrite } from './resource-api.ts';
import { nameSecretVariables } from './secret-variables.ts';

/**
 * The resources of a namespace, empty for the root, as JSON for other programs, in the
 * order in which they are made: of each what it is, and the path and body of the API's request. A concealed value is
 * null in the body, and stands in `concealed` with the name of a variable for it.
 */
export function renderJson(resources: readonly Resource[], namespace: string): string {
  const variables = nameSecretVariables(resources);
  const told = resources.map((resource) => ({
    kind: resource.kind,
    name: nameResource(resource),
    path: namePathToWrite(resource),
    body: listWrittenFields(resource),
    concealed: variables.get(resource) ?? [],
  }));
  const text = JSON.stringify({ namespace, resources: told }, concealSecret, 2);
  return `${text}\n`;
}

/** Asked before a value's own `toJSON` could answer: `this` still has the value itself. */
function concealSecret(this: unknown, key: string, value: unknown): unknown {
  const original = typeof this === 'object' && this !== null ? Reflect.get(this, key) : value;
  return original instanceof Secret ? null : value;
}
