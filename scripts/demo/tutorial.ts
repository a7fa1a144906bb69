import { readFileSync } from 'node:fs';
import type { OpenBaoServer } from '../../test/support/openbao/server.ts';
import { root } from '../bundle-helper.ts';

/** The role's name in CircleCI's tutorial (https://circleci.com/blog/oidc-with-vault/). */
export const roleName = 'circleci-demo';

/** What the demo stores at `secret/circleci-demo/demo-secrets`: a password that shell text breaks on. */
export const demoSecrets = {
  username: 'paul.atreides',
  password: `Lisan "al-Gaib" $(touch PWNED) \`id\` 'n' $HOME \\ ;#`,
} as const;

/** The text of a file in `docs/tutorial`. */
export function readTutorialFile(name: string): string {
  return readFileSync(`${root}docs/tutorial/${name}`, 'utf8');
}

/** Writes the role as the tutorial has it: bound to the project, but to no audience. */
export async function writeTutorialRole(server: OpenBaoServer, projectId: string): Promise<void> {
  await server.write(`auth/jwt/role/${roleName}`, {
    role_type: 'jwt',
    user_claim: 'sub',
    user_claim_json_pointer: 'true',
    bound_claims: { 'oidc.circleci.com/project-id': projectId },
    policies: ['default', 'circleci-demo-policy'],
    ttl: '10m',
  });
}
