import type { Failure } from '../failure.ts';
import type { JsonObject } from '../json.ts';
import type { FieldChange } from './compare-fields.ts';
import type { Resource } from './resource.ts';

/** What was found where a resource is to be. */
export interface Found {
  /** The answer's fields; of a mount, all mounts of its kind. Undefined when nothing is there. */
  readonly fields: JsonObject | undefined;
  /** Roles of the method, of its configuration alone; undefined when Vault would not list them. */
  readonly roles?: readonly string[] | undefined;
  /** Roles of the method that have the policy, of one with another text alone; undefined when Vault would not tell. */
  readonly holders?: readonly string[] | undefined;
}

/** What is to be done for one resource. */
export type Step =
  | { readonly state: 'make'; readonly resource: Resource; readonly fields: JsonObject }
  | {
      readonly state: 'change';
      readonly resource: Resource;
      readonly changes: readonly FieldChange[];
      /** What is written. */
      readonly fields: JsonObject;
      /** What somebody set beside the wish and that stays, by fields. */
      readonly kept: JsonObject;
    }
  | { readonly state: 'as it is'; readonly resource: Resource; readonly kept: JsonObject }
  /** It cannot be made without breaking what is there. */
  | { readonly state: 'in the way'; readonly resource: Resource; readonly failure: Failure };

/** What the administrator agreed to. */
export interface PlanOptions {
  /** The role that is to be made; the method's other roles are somebody else's. */
  readonly role: string;
  /** Whether what others made or narrowed may be replaced: a policy, a role, the method's issuer. */
  readonly replaces: boolean;
}
