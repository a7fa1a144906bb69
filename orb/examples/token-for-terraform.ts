import type { Example } from './example.ts';

export const tokenForTerraform: Example = {
  name: 'token_for_terraform',
  description:
    'Log in once and let the Vault provider of Terraform use the session: it finds `VAULT_ADDR` and `VAULT_TOKEN`. `revoke` ends the session, also when a step fails.',
  jobs: {
    apply: {
      context: 'vault-terraform',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        { run: './ci/install-terraform.sh' },
        { 'vault-oidc/auth': { role: 'terraform' } },
        { run: 'terraform init && terraform apply -auto-approve' },
        'vault-oidc/revoke',
      ],
    },
  },
};
