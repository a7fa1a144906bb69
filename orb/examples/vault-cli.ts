import type { Example } from './example.ts';

export const vaultCli: Example = {
  name: 'vault_cli',
  description:
    "Install Vault's CLI, proved by its SHA-256, for a job that calls it itself; it finds the session in `VAULT_ADDR` and `VAULT_TOKEN`. A version that is there already is used.",
  jobs: {
    sign: {
      context: 'vault-ssh',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        { 'vault-oidc/install-vault': { version: '1.21.4', cache: true } },
        { 'vault-oidc/auth': { role: 'ssh' } },
        { run: 'vault write -field=signed_key ssh/sign/ci public_key=@id.pub > id-cert.pub' },
        'vault-oidc/revoke',
      ],
    },
  },
};
