/** What a step tells on standard error whose shell does not source `$BASH_ENV` by itself. */
export const unreadNote =
  'vault-oidc: note: this shell does not read $BASH_ENV: begin each later step with  . "$BASH_ENV"  or give the steps  shell: /bin/bash -eo pipefail\n';
