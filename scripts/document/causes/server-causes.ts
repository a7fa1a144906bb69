import type { FailureCauses } from './failure-cause.ts';

/** What keeps secrets from being read: the secret, the network, the answer. */
export const serverCauses = {
  SECRET_MISSING: {
    cause: 'There is nothing at the path.',
    remedy:
      'Check path and namespace. If the secret may be missing, add `, optional` or `, default "…"` to the line.',
  },
  SECRET_DELETED: {
    cause: 'The version of the secret was deleted or destroyed.',
    remedy: 'Undelete it, write it anew, or pin an older version with `?version=N`.',
  },
  SECRET_FORBIDDEN: {
    cause:
      'No policy of the role grants the path, or nothing is mounted there: Vault answers both alike.',
    remedy: 'Check the path, then add the lines in the message to a policy of the role.',
  },
  KEY_MISSING: {
    cause: 'The secret is there, but has no such key.',
    remedy:
      'Use one of the keys in the message, or add `, optional` or `, default "…"` to the line.',
  },
  VAULT_UNREACHABLE: {
    cause:
      'No connection came about: a wrong host or port, a firewall, or a server that is down. It was tried several times.',
    remedy:
      'Check `VAULT_ADDR`, and that this executor may reach it. A Vault in a private network needs a self-hosted runner or a proxy.',
  },
  VAULT_UNAVAILABLE: {
    cause:
      'Vault answered that it cannot serve anybody now: it is sealed, overloaded, electing a leader, or a quota is used up. It was tried several times.',
    remedy:
      'Run the job again. If it stays so, tell the operators of Vault the status in the message.',
  },
  TLS_FAILED: {
    cause:
      'The certificate of the server cannot be trusted, or the two sides found no common way. Nothing was sent.',
    remedy:
      'Mostly `ca_certificate` (or `VAULT_CACERT`) lacks the private authority of the server; the message says what else it may be.',
  },
  PROXY_REFUSED: {
    cause: 'The proxy in `HTTPS_PROXY` or `VAULT_PROXY_ADDR` did not open the way to Vault.',
    remedy:
      'Check user name, password and rules of the proxy, or add the host of Vault to `NO_PROXY`.',
  },
  TIMED_OUT: {
    cause: 'The server took the connection and then said nothing, or too little, in time.',
    remedy:
      'Run the job again. Raise `timeout` if the server is known to be slow; else look for a firewall that swallows answers.',
  },
  REDIRECT_REFUSED: {
    cause:
      'The server sends to another address. It is not followed, for whoever is there would get the token.',
    remedy:
      'Set `VAULT_ADDR` to the address in the message if it is your Vault, or let the operators mend `api_addr`.',
  },
  ANSWER_UNREADABLE: {
    cause: 'What answered is not Vault: mostly a login page, a balancer or a proxy.',
    remedy: 'Set `VAULT_ADDR` to the address of Vault itself, without `/ui`.',
  },
  ANSWER_UNEXPECTED: {
    cause:
      'Vault answered the read in a way that gives no values, such as an engine that wants a write.',
    remedy:
      'Check that the path belongs to an engine that gives its secrets to a plain read; the message quotes what Vault says.',
  },
  ANSWER_TOO_LARGE: {
    cause: 'The answer was over 10 MiB, which no secret is.',
    remedy: 'Check that `VAULT_ADDR` is the address of Vault itself.',
  },
  VALUE_NOT_TEXT: {
    cause: 'No shell variable can hold the value: it has a NUL character, or half of one.',
    remedy: 'Store the value in base64 and decode it where it is used.',
  },
} as const satisfies FailureCauses;
