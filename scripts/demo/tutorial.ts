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

/** The commands of the command line that `docs/tutorial.md` shows, in its order, each as its block has it. */
export function readTutorialCommands(): { readonly name: string; readonly text: string }[] {
  const page = readFileSync(`${root}docs/tutorial.md`, 'utf8');
  return [...page.matchAll(/^```sh\n(npx vault-oidc ([a-z]+) [^`]*)^```$/gm)].map(
    ([, text = '', name = '']) => ({ name, text }),
  );
}

/** One of them; throws when the page does not show it just once. */
export function readTutorialCommand(wanted: string): string {
  const [found, ...others] = readTutorialCommands().filter(({ name }) => name === wanted);
  if (found === undefined || others.length > 0) {
    throw new Error(`docs/tutorial.md does not show the command ${wanted} once`);
  }
  return found.text;
}

/** Writes the policy and the role as the tutorial has them: the role is bound to the project, but to no audience. */
export async function writeTutorialRole(
  server: Pick<OpenBaoServer, 'write' | 'remove'>,
  projectId: string,
): Promise<void> {
  await server.write('sys/policies/acl/circleci-demo-policy', {
    policy: 'path "secret/data/circleci-demo/*" {\n  capabilities = ["read", "list"]\n}\n',
  });
  const path = `auth/jwt/role/${roleName}`;
  // OpenBao keeps what a write leaves out.
  await server.remove(path);
  await server.write(path, {
    role_type: 'jwt',
    user_claim: 'sub',
    user_claim_json_pointer: 'true',
    bound_claims: { 'oidc.circleci.com/project-id': projectId },
    policies: ['default', 'circleci-demo-policy'],
    ttl: '10m',
  });
}
