import { describeFailure, type Failure } from '../failure.ts';
import type { AdministrationCode } from './administration-failures.ts';

/** The failure of a token that no request could carry: a header's value is printable ASCII (RFC 9110, 5.5). */
export function findTokenFailure(token: string): Failure | undefined {
  if (/^[!-~]+$/.test(token)) return undefined;
  return describeFailure('TOKEN_MALFORMED', {
    what: 'The Vault token cannot be used.',
    why: 'VAULT_TOKEN, or ~/.vault-token, holds a character that no token has, such as a blank, a newline or an ellipsis',
    next: ['copy the whole token and nothing else: vault print token (or bao print token)'],
  });
}

const refusals: readonly Failure['code'][] = [
  'ADMINISTRATION_FORBIDDEN',
  'VAULT_TOKEN_REFUSED',
] satisfies AdministrationCode[];

/** The failure with what else may be behind it: in a namespace that is not there, no token may do anything. */
export function doubtNamespace(failure: Failure, namespace: string): Failure {
  if (namespace === '' || !refusals.includes(failure.code)) return failure;
  const [first, ...others] = failure.next;
  const check = `or check that there is a namespace ${namespace}: vault namespace lookup ${namespace}`;
  return { ...failure, next: [first, ...others, check] };
}
