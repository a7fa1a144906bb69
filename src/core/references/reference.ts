/** Where a secret lies. */
export interface SecretPath {
  /** The path's segments, neither empty nor encoded; the mount is among them. */
  readonly segments: readonly string[];
  /** The KV v2 version that is pinned, or undefined for the newest. */
  readonly version: number | undefined;
}

/** Which of a secret's keys are wanted. */
export type Selector =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'every key'; readonly letterCase: 'upper' | 'kept'; readonly prefix: string }
  | { readonly kind: 'whole secret' };

/** What a value that is not there means. A forbidden one is never "not there". */
export type Absence =
  | { readonly kind: 'failure' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'default'; readonly text: string };

export const encodings = ['base64', 'base64url', 'hex'] as const;
export type Encoding = (typeof encodings)[number];

/** One line of `secrets`, understood. */
export interface Reference {
  /** Line of the `secrets` text, from 1. */
  readonly line: number;
  /** The reference as its author wrote it, for messages; variables are not expanded in it. */
  readonly text: string;
  readonly path: SecretPath;
  readonly selector: Selector;
  /** The variable's name, stated or made from the key; undefined for `every key`. */
  readonly name: string | undefined;
  /** Whether the author stated the name. */
  readonly isNameStated: boolean;
  readonly absence: Absence;
  /** How the stored text is encoded; undefined where it is taken as it is. */
  readonly encoding: Encoding | undefined;
}

/** The path as a user writes it, `?version=N` included. */
export function formatPath({ segments, version }: SecretPath): string {
  return segments.join('/') + (version === undefined ? '' : `?version=${version}`);
}
