import type { Secret } from './secret.ts';

/** PEM text, or the path of a file that holds it. */
export type PemSource =
  | { readonly kind: 'text'; readonly pem: Secret<string> }
  | { readonly kind: 'file'; readonly path: string };
