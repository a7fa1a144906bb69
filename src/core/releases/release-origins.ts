import type { Product } from './release.ts';

/** Where each product's releases are published; no slash at the end. */
export const releaseOrigins: Readonly<Record<Product, string>> = {
  vault: 'https://releases.hashicorp.com',
  openbao: 'https://github.com/openbao/openbao/releases/download',
};
