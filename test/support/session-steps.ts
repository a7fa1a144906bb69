/** One call of `auth`, to stand among steps. */
export function auth(parameters: object = {}): unknown {
  return { 'vault-oidc/auth': parameters };
}

/** One call of `revoke`, to stand among steps. */
export function revoke(parameters: object = {}): unknown {
  return { 'vault-oidc/revoke': parameters };
}
