import type { JsonObject } from '../json.ts';
import type { Secret } from '../secret.ts';

/** One thing on the Vault side that lets a project's jobs log in and read, in the order in which they are made. */
export type Resource =
  /** A KV version 2 engine. */
  | { readonly kind: 'secrets engine'; readonly mount: string }
  | {
      readonly kind: 'secret';
      readonly mount: string;
      /** Below the mount, without `data/`. */
      readonly path: string;
      readonly values: Readonly<Record<string, string | Secret<string>>>;
    }
  | {
      readonly kind: 'policy';
      readonly name: string;
      /** The policy in Vault's own language. */
      readonly text: string;
    }
  | { readonly kind: 'auth method'; readonly mount: string }
  /** `auth/<mount>/config`, whole. */
  | { readonly kind: 'auth config'; readonly mount: string; readonly fields: JsonObject }
  /** `auth/<mount>/role/<name>`, whole: what a write leaves out, Vault may set back. */
  | {
      readonly kind: 'role';
      readonly mount: string;
      readonly name: string;
      readonly fields: JsonObject;
    };

/** What a person calls it, such as `role "deploy" (auth/jwt)`. */
export function nameResource(resource: Resource): string {
  switch (resource.kind) {
    case 'secrets engine':
      return `KV engine ${resource.mount}/`;
    case 'secret':
      return `secret ${resource.mount}/${resource.path}`;
    case 'policy':
      return `policy "${resource.name}"`;
    case 'auth method':
      return `JWT method auth/${resource.mount}`;
    case 'auth config':
      return `configuration of auth/${resource.mount}`;
    case 'role':
      return `role "${resource.name}" (auth/${resource.mount})`;
  }
}
