/**
 * The variable's name that hashicorp/vault-action 3.4 makes from a key: dots
 * become `__`, all but letters, digits and `_` is dropped, the rest upper-cased
 * (measured). Only for telling its users where ours differs.
 */
export function nameAsVaultAction(key: string): string {
  return key
    .replaceAll('.', '__')
    .replace(/[^\p{L}\p{N}_]/gu, '')
    .toUpperCase();
}
