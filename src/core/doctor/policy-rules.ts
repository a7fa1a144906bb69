import type { Fault, Rule } from './finding.ts';
import { fits, hasWildcard } from './match-policy.ts';
import type { PolicyRule } from './parse-policy.ts';
import { grantReading, type Place, replacePolicyPath, showPolicy } from './remedy.ts';

/** A secrets engine, as far as it matters here. */
export interface MountFacts {
  /** Without a slash at the end. */
  readonly path: string;
  readonly isKeyValue: boolean;
  readonly isVersioned: boolean;
}

/** A policy, and what it must be seen with. */
export interface PolicyCase {
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** Undefined when they could not be read. */
  readonly mounts: readonly MountFacts[] | undefined;
  readonly place: Place;
}

// What Vault's and OpenBao's own policy `default` grants; what a template names is a token's own.
const ofEveryToken =
  /^(auth\/token\/(lookup|renew|revoke)-self|sys\/(capabilities-self|renew|leases\/(lookup|renew|revoke)|wrapping\/(wrap|lookup|unwrap)|tools\/hash(\/\*)?|control-group\/request|internal\/ui\/(resultant-acl|mounts(\/.*)?))|identity\/(entity\/(id|name)\/\{\{.*|oidc\/provider\/\+\/authorize)|cubbyhole\/.*)$/;
// The parts of KV version 2's API (HashiCorp, "KV secrets engine version 2 (API)").
const versionedParts = [
  'data',
  'metadata',
  'config',
  'delete',
  'undelete',
  'destroy',
  'subkeys',
  'detailed-metadata',
];
const writing = ['create', 'update', 'patch', 'delete'];

/**
 * What the jobs may do. Sources: HashiCorp, "Policies", and "KV secrets engine
 * version 2", ACL rules.
 */
export const policyRules: readonly Rule<PolicyCase>[] = [
  {
    code: 'POLICY_ADMINISTERS',
    level: 'WARN',
    kept: undefined,
    find: ({ name, rules, place }) => {
      const broad = rules.filter(isAdministrators);
      if (broad.length === 0) return undefined;
      return {
        what: `lets jobs administer the server: ${broad.map(describeRule).join(', ')}`,
        why: 'whoever changes the config of a branch that gets in could do that too',
        next: ['name the paths that jobs read, and no others:', showPolicy(place, name)],
      };
    },
  },
  {
    code: 'POLICY_WRITES',
    level: 'WARN',
    kept: 'lets jobs change nothing',
    find: ({ name, rules, place }) => {
      const mayWrite = rules.filter(
        (rule) =>
          !isAdministrators(rule) &&
          !isOfEveryToken(rule.path) &&
          writing.some((capability) => rule.capabilities.includes(capability)),
      );
      if (mayWrite.length === 0) return rules.some(isAdministrators) ? 'passed over' : undefined;
      return {
        what: `grants more than read: ${mayWrite.map(describeRule).join(', ')}`,
        why: 'a job that loads secrets reads them alone',
        next: [
          `leave read (and list) alone: ${mayWrite.map(({ path }) => grantReading(path)).join(' ')}`,
          showPolicy(place, name),
        ],
      };
    },
  },
  {
    code: 'POLICY_DATA_MISSING',
    level: 'FAIL',
    kept: undefined,
    find: ({ name, rules, mounts = [], place }) => {
      const wrong = rules.flatMap((rule) => mendPath(rule, mounts));
      const [first] = wrong;
      if (first === undefined) return undefined;
      return {
        what: `grants ${wrong.map(({ path }) => path).join(', ')}`,
        why: `${first.mount} is KV version 2, whose secrets lie below ${first.mount}/data/: this grants nothing`,
        next: [
          `write ${wrong.map(({ better }) => grantReading(better)).join(' ')}`,
          replacePolicyPath(place, name, first.path, first.better),
        ],
      };
    },
  },
];

/** Whether a rule's path is one of those that every token may use for itself. */
export function isOfEveryToken(path: string): boolean {
  return ofEveryToken.test(path);
}

function describeRule({ path, capabilities }: PolicyRule): string {
  return `${path} (${capabilities.join(', ')})`;
}

/** Whether it reaches the server's own settings, everything, or needs `sudo`. */
function isAdministrators({ path, capabilities }: PolicyRule): boolean {
  if (capabilities.includes('deny') || capabilities.length === 0) return false;
  if (capabilities.includes('sudo')) return true;
  if (isOfEveryToken(path)) return false;
  return (
    /^(sys|auth|identity)(\/|\*?$)/.test(path) ||
    (hasWildcard(path) && (fits(path, 'sys/policies/acl/any') || fits(path, 'auth/jwt/role/any')))
  );
}

/** What is to be written for a path that KV version 2 does not have. */
function mendPath({ path, capabilities }: PolicyRule, mounts: readonly MountFacts[]) {
  if (!capabilities.includes('read') || path.includes('{{')) return [];
  const mount = mounts.find(
    (one) => one.isKeyValue && one.isVersioned && path.startsWith(`${one.path}/`),
  );
  if (mount === undefined) return [];
  const rest = path.slice(mount.path.length + 1);
  const [part = '', ...deeper] = rest.split('/');
  const fitsPart = (known: string): boolean => {
    if (part === '+') return true;
    return deeper.length === 0 && part.endsWith('*')
      ? known.startsWith(part.slice(0, -1))
      : known === part;
  };
  if (part === '' || versionedParts.some(fitsPart)) return [];
  return [{ path, better: `${mount.path}/data/${rest}`, mount: mount.path }];
}

/** The fault of a policy whose text cannot be judged. */
export function describeUnreadablePolicy(place: Place, name: string): Fault {
  return {
    what: 'is not judged',
    why: 'its text could not be read as a policy',
    next: [showPolicy(place, name)],
  };
}
