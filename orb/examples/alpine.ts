import type { Example } from './example.ts';

export const alpine: Example = {
  name: 'alpine',
  description:
    'Load secrets in an image without bash. Only bash reads `$BASH_ENV` by itself, so each later step of another shell does it in its first line.',
  jobs: {
    deploy: {
      context: 'vault',
      runsOn: { image: 'node:lts-alpine' },
      steps: [
        'checkout',
        { 'vault-oidc/load-secrets': { secrets: 'secret/app/db password | DB_PASSWORD' } },
        { run: '. "$BASH_ENV"\n./deploy.sh\n' },
      ],
    },
  },
};
