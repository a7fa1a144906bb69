import { productTitles } from './choose-version.ts';
import type { Product } from './release.ts';

/**
 * Whether what a binary prints for `version` names exactly this product and version:
 * `Vault v1.12.2 (…), built …`, `OpenBao v2.5.4 (…)`. An edition such as `+ent` counts.
 */
export function isVersionOutput(output: string, product: Product, version: string): boolean {
  const [title, written] = output.split(/\s/, 2);
  return title === productTitles[product] && written === `v${version}`;
}
