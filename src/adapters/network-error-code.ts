/**
 * Node's code of a network error, or UNKNOWN. Where it is EPROTO, OpenSSL's
 * reason, which stands in the message alone, in the form of Node's other codes:
 * ERR_SSL_WRONG_VERSION_NUMBER.
 */
export function readErrorCode(error: unknown): string {
  if (!(error instanceof Error && 'code' in error)) return 'UNKNOWN';
  const [, reason] = /:SSL routines:[^:]*:([^:]+):/.exec(error.message) ?? [];
  if (error.code !== 'EPROTO' || reason === undefined) return String(error.code);
  return `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}
