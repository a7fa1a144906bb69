import type { VaultAdministration } from '../administration-ports.ts';
import { getMember, type JsonObject } from '../core/json.ts';
import { settleAll } from './settle-all.ts';

// A mount may have thousands of roles.
const atOnce = 20;

/** The roles of a JWT method whose log-ins get a policy; undefined when Vault would not tell. Throws `Failed`. */
export async function findHolders(
  policy: string,
  mount: string,
  administration: VaultAdministration,
): Promise<readonly string[] | undefined> {
  const listed = await administration.list(`auth/${mount}/role`);
  if (!listed.granted) return listed.refusal.status === 404 ? [] : undefined;
  const holders: string[] = [];
  for (let from = 0; from < listed.value.length; from += atOnce) {
    const names = listed.value.slice(from, from + atOnce);
    const answers = await settleAll(
      names.map((name) => administration.read(`auth/${mount}/role/${encodeURIComponent(name)}`)),
    );
    if (answers.some((answer) => !answer.granted)) return undefined;
    holders.push(
      ...names.filter((_name, index) => {
        const answer = answers[index];
        return answer?.granted === true && hasPolicy(answer.value, policy);
      }),
    );
  }
  return holders;
}

/** `policies` is the older name of `token_policies` (HashiCorp, "JWT/OIDC auth method (API)"). */
function hasPolicy(role: JsonObject | undefined, policy: string): boolean {
  return ['token_policies', 'policies']
    .flatMap((field) => getMember(role, field) ?? [])
    .some((name) => String(name).toLowerCase() === policy);
}
