import type { VaultAdministration } from '../administration-ports.ts';
import type { Unread } from '../core/doctor/describe-unread.ts';
import { type MethodFacts, readMethod } from '../core/doctor/method-facts.ts';
import { parsePolicy } from '../core/doctor/parse-policy.ts';
import type { Place } from '../core/doctor/remedy.ts';
import { type RoleFacts, readRole } from '../core/doctor/role-facts.ts';
import type { PolicyState } from '../core/doctor/role-policy-rules.ts';
import { describeServerTrouble, quoteErrors } from '../core/explain-server.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import { getMember, isJsonObject, type JsonObject } from '../core/json.ts';
import type { VaultRefusal } from '../core/vault-answers.ts';
import type { Answered } from '../ports.ts';

/** What Vault holds of a mount, as far as the token at hand may see it. */
export interface VaultState {
  /** `absent` when nothing is mounted there; `unset` when it was never configured. */
  readonly method: MethodFacts | 'absent' | 'unset' | 'unread';
  readonly roles: readonly RoleFacts[];
  /** Roles that were asked for and are not there. */
  readonly missingRoles: readonly string[];
  /** Names of OpenBao's roles that are programs, which log in by a path of their own. */
  readonly programRoles: readonly string[];
  /** By their names: those of the roles, and `default`. */
  readonly policies: ReadonlyMap<string, PolicyState>;
  /** As `sys/mounts` tells them; undefined when they could not be read. */
  readonly mounts: JsonObject | undefined;
  readonly unread: readonly Unread[];
  /** Whether Vault told the token nothing, not even what it is. */
  readonly isTokenRefused: boolean;
}

/** Reads the mount, the roles named, or all of them, and their policies. Throws `Failed`. */
export async function readVault(
  { mount, program }: Pick<Place, 'mount' | 'program'>,
  named: readonly string[],
  administration: VaultAdministration,
): Promise<VaultState> {
  const unread: Unread[] = [];
  const read = async (path: string) =>
    settle(await administration.read(path), path, 'read', unread);
  const config = await read(`auth/${mount}/config`);
  const method = config.isThere
    ? readMethod(config.value)
    : ({ nothing: 'unset', 'no route': 'absent', forbidden: 'unread' } as const)[config.lack];
  if (method === 'absent') return { ...nothingThere, method, unread, isTokenRefused: false };
  const names =
    named.length > 0 ? named : await listRoles(`auth/${mount}/role`, administration, unread);
  const programRoles =
    program === 'bao' ? await listRoles(`auth/${mount}/cel/role`, administration, unread) : [];
  const found = await Promise.all(
    names.map(async (name) => {
      const role = await read(`auth/${mount}/role/${encodeURIComponent(name)}`);
      return { name, role };
    }),
  );
  const asked = 1 + (named.length || 1) + (program === 'bao' ? 1 : 0);
  // Roles that a list told show that the token is good for something.
  const isTold = names.length > named.length || unread.length < asked;
  const isTokenRefused = !isTold && (await isUnknown(administration));
  const roles = found.flatMap(({ name, role }) =>
    role.isThere ? [readRole(name, role.value)] : [],
  );
  const wanted = [...new Set(roles.flatMap((role) => ['default', ...role.policies]))];
  const policies = await Promise.all(
    wanted.map(async (name) => {
      const policy = await read(`sys/policies/acl/${encodeURIComponent(name)}`);
      const state = policy.isThere ? readPolicy(policy.value) : describeLack(policy.lack);
      return [name, state] as const;
    }),
  );
  const mounts = roles.length === 0 ? undefined : await readMounts(administration, unread);
  return {
    method,
    roles,
    missingRoles: found.flatMap(({ name, role }) =>
      role.isThere || role.lack === 'forbidden' ? [] : [name],
    ),
    policies: new Map(policies),
    programRoles,
    mounts,
    isTokenRefused,
    // They were asked for together, and answered in any order.
    unread: unread.sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

/** Whether Vault does not even tell the token what it is, which the policy `default` allows. */
async function isUnknown(administration: VaultAdministration): Promise<boolean> {
  const answer = await administration.read('auth/token/lookup-self');
  return !answer.granted && answer.refusal.status === 403;
}

const nothingThere = {
  roles: [],
  missingRoles: [],
  programRoles: [],
  policies: new Map(),
  mounts: undefined,
};

type Settled =
  | { readonly isThere: true; readonly value: JsonObject }
  | { readonly isThere: false; readonly lack: 'nothing' | 'no route' | 'forbidden' };

/** An answer, or why there is none; what is forbidden is kept among the unread. */
function settle(
  answer: Answered<JsonObject | undefined>,
  path: string,
  capability: Unread['capability'],
  unread: Unread[],
): Settled {
  if (answer.granted) {
    return answer.value === undefined
      ? { isThere: false, lack: 'nothing' }
      : { isThere: true, value: answer.value };
  }
  const { refusal } = answer;
  if (refusal.status === 404) return { isThere: false, lack: 'no route' };
  if (refusal.status !== 403) throw new Failed([explainRefusal(refusal, path)]);
  unread.push({ path: decodeURIComponent(path), capability });
  return { isThere: false, lack: 'forbidden' };
}

function explainRefusal(refusal: VaultRefusal, path: string) {
  return (
    describeServerTrouble(refusal, `the read of ${path}`) ??
    describeFailure('ANSWER_UNEXPECTED', {
      what: `Vault answered the read of ${path} with status ${refusal.status}.`,
      why: `it says ${quoteErrors(refusal)}`,
      next: ['check the address, the namespace and the mount'],
    })
  );
}

async function listRoles(
  path: string,
  administration: VaultAdministration,
  unread: Unread[],
): Promise<readonly string[]> {
  const answer = await administration.list(path);
  if (answer.granted) return answer.value;
  settle(answer, path, 'list', unread);
  return [];
}

function readPolicy(data: JsonObject): PolicyState {
  const text = getMember(data, 'policy');
  const rules = typeof text === 'string' ? parsePolicy(text) : undefined;
  return rules === undefined ? { kind: 'unreadable' } : { kind: 'read', rules };
}

function describeLack(lack: 'nothing' | 'no route' | 'forbidden'): PolicyState {
  return { kind: lack === 'forbidden' ? 'unread' : 'missing' };
}

/** Whether a mount is none that every server has: those alone tell nothing of where secrets are. */
function isOfUsers(mount: string): boolean {
  return !['cubbyhole/', 'identity/', 'sys/'].includes(mount);
}

/** From where everything is told or, without that right, from where a token is told what it may see. */
async function readMounts(
  administration: VaultAdministration,
  unread: Unread[],
): Promise<JsonObject | undefined> {
  const path = 'sys/mounts';
  const all = await administration.read(path);
  if (all.granted) return all.value;
  const seen = await administration.read('sys/internal/ui/mounts');
  const secret = seen.granted ? getMember(seen.value, 'secret') : undefined;
  if (isJsonObject(secret) && Object.keys(secret).some(isOfUsers)) return secret;
  settle(all, path, 'read', unread);
  return undefined;
}
