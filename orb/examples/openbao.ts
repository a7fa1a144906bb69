import type { Example } from './example.ts';

export const openbao: Example = {
  name: 'openbao',
  description:
    'Load secrets from OpenBao, whose JWT auth method is mounted at `circleci`, with a token minted for an audience of its own.',
  jobs: {
    deploy: {
      context: 'openbao',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        {
          'vault-oidc/load-secrets': {
            address: '${BAO_ADDR}',
            role: 'deploy',
            auth_mount: 'circleci',
            audience: 'https://bao.example.com',
            secrets: 'secret/app/db * | DB_',
          },
        },
        { run: './deploy.sh # has DB_USERNAME, DB_PASSWORD and the other keys' },
      ],
    },
  },
};
