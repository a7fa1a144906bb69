import type { Example } from './example.ts';

export const severalRolesInOneJob: Example = {
  name: 'several_roles_in_one_job',
  description:
    'Read with one role before the tests and with another before the release. Each command logs in for itself and revokes its token, so neither step has the rights of the other.',
  jobs: {
    release: {
      context: 'vault',
      runsOn: { executor: 'vault-oidc/default' },
      steps: [
        'checkout',
        {
          'vault-oidc/load-secrets': {
            role: 'test',
            secrets: 'secret/test/db password | TEST_DB_PASSWORD',
          },
        },
        { run: 'npm ci && npm test' },
        {
          'vault-oidc/load-secrets': {
            role: 'release',
            secrets: 'secret/release/npm token | NPM_TOKEN',
          },
        },
        { run: './release.sh' },
      ],
    },
  },
};
