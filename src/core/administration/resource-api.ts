import type { JsonObject } from '../json.ts';
import { encodePath } from '../read-plan.ts';
import type { Resource } from './resource.ts';

/** The path to read what is there of a resource; a mount stands in the list of all of its kind. */
export function namePathToRead(resource: Resource): string {
  switch (resource.kind) {
    case 'secrets engine':
      return 'sys/mounts';
    case 'auth method':
      return 'sys/auth';
    case 'secret':
      // Tells that it is there, and none of its values.
      return encode(`${resource.mount}/metadata/${resource.path}`);
    default:
      return namePathToWrite(resource);
  }
}

/** The path to which a resource is written. */
export function namePathToWrite(resource: Resource): string {
  switch (resource.kind) {
    case 'secrets engine':
      return encode(`sys/mounts/${resource.mount}`);
    case 'secret':
      return encode(`${resource.mount}/data/${resource.path}`);
    case 'policy':
      return encode(`sys/policies/acl/${resource.name}`);
    case 'auth method':
      return encode(`sys/auth/${resource.mount}`);
    case 'auth config':
      return encode(`auth/${resource.mount}/config`);
    case 'role':
      return encode(`auth/${resource.mount}/role/${resource.name}`);
  }
}

function encode(path: string): string {
  return encodePath(path.split('/'));
}

/** What a resource is written with when nothing is there. */
export function listWrittenFields(resource: Resource): JsonObject {
  switch (resource.kind) {
    case 'secrets engine':
      return { type: 'kv', options: { version: '2' } };
    case 'secret':
      // Vault itself refuses to write over one that came meanwhile.
      return { options: { cas: 0 }, data: resource.values };
    case 'policy':
      return { policy: resource.text };
    case 'auth method':
      return { type: 'jwt' };
    case 'auth config':
    case 'role':
      return resource.fields;
  }
}
