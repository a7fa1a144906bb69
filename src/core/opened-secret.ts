import { getMember, getNumber, isJsonObject, type JsonObject } from './json.ts';
import type { Layout } from './read-plan.ts';
import type { SecretAnswer } from './vault-answers.ts';

/** A secret's own keys and values, freed from how its engine wraps them. */
export interface OpenedSecret {
  readonly values: JsonObject;
  /** The KV v2 version that was read. */
  readonly version: number | undefined;
}

/** Unwraps an answer; undefined when its shape is not the one the layout has. */
export function openSecret({ data }: SecretAnswer, layout: Layout): OpenedSecret | undefined {
  const metadata = getMember(data, 'metadata');
  const version = getNumber(metadata, 'version');
  const inner = getMember(data, 'data');
  // A secret of KV version 1 may have keys of these names; this one it hardly has.
  const isVersion = layout !== 'flat' && getMember(metadata, 'created_time') !== undefined;
  if (isVersion && version !== undefined && isJsonObject(inner)) {
    return { values: inner, version };
  }
  return layout === 'versioned' ? undefined : { values: data, version: undefined };
}
