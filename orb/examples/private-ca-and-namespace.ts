import type { Example } from './example.ts';

export const privateCaAndNamespace: Example = {
  name: 'private_ca_and_namespace',
  description:
    "Trust a server whose certificate comes from the company's own authority, and work in a namespace. `ca_certificate` also takes PEM text or base64 of it, so a context can hold it as `VAULT_CACERT`.",
  jobs: {
    deploy: {
      context: 'vault',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        {
          'vault-oidc/load-secrets': {
            address: 'https://vault.example.com:8200',
            namespace: 'team/app',
            ca_certificate: 'ci/company-ca.pem',
            secrets: 'secret/app/db password | DB_PASSWORD',
          },
        },
        { run: './deploy.sh' },
      ],
    },
  },
};
