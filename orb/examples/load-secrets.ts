import type { Example } from './example.ts';

export const loadSecrets: Example = {
  name: 'load_secrets',
  description:
    'Hand two keys of a secret to the later steps of the job. The context holds `VAULT_ADDR` and `VAULT_ROLE`.',
  jobs: {
    deploy: {
      context: 'vault',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        {
          'vault-oidc/load-secrets': {
            secrets: 'secret/app/db username | DB_USERNAME\nsecret/app/db password | DB_PASSWORD\n',
          },
        },
        { run: './deploy.sh # has both variables' },
      ],
    },
  },
};
