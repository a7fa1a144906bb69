import { alpine } from './alpine.ts';
import type { Example } from './example.ts';
import { loadSecrets } from './load-secrets.ts';
import { openbao } from './openbao.ts';
import { privateCaAndNamespace } from './private-ca-and-namespace.ts';
import { severalRolesInOneJob } from './several-roles-in-one-job.ts';
import { tokenForTerraform } from './token-for-terraform.ts';
import { vaultCli } from './vault-cli.ts';

/** Every example of the orb, in the order in which its page shows them. */
export const examples: readonly Example[] = [
  loadSecrets,
  tokenForTerraform,
  privateCaAndNamespace,
  openbao,
  severalRolesInOneJob,
  vaultCli,
  alpine,
];
