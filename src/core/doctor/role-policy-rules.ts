import type { Rule } from './finding.ts';
import { isGranted } from './match-policy.ts';
import type { PolicyRule } from './parse-policy.ts';
import { isOfEveryToken } from './policy-rules.ts';
import { extendPolicy, grantReading, showPolicy } from './remedy.ts';
import { changeRole, type RoleCase } from './role-case.ts';
import { listTemplates } from './role-facts.ts';

/** A policy as it was found. */
export type PolicyState =
  | { readonly kind: 'read'; readonly rules: readonly PolicyRule[] }
  | { readonly kind: 'missing' | 'unread' | 'unreadable' };

/** A role with the policies that it grants. */
export interface RolePolicyCase {
  readonly subject: RoleCase;
  /** By their names; those of other roles may be among them. */
  readonly policies: ReadonlyMap<string, PolicyState>;
  /** The API's paths, not encoded, that jobs of the role read; undefined where no config was given. */
  readonly reads: readonly string[] | undefined;
  /** Whether they read more than that, which only a job knows. */
  readonly isPartial: boolean;
}

const revokeSelf = 'auth/token/revoke-self';

/**
 * What a role's policies come to. Sources: HashiCorp, "Policies" (root, default), and
 * "Tokens" (a log-in cannot give a root token).
 */
export const rolePolicyRules: readonly Rule<RolePolicyCase>[] = [
  {
    code: 'POLICY_ROOT',
    level: 'FAIL',
    kept: undefined,
    find: ({ subject }) =>
      subject.role.policies.includes('root')
        ? {
            what: 'grants the policy root',
            why: 'Vault refuses a log-in that would give a root token',
            next: [changeRole(subject, '.token_policies -= ["root"]')],
          }
        : undefined,
  },
  {
    code: 'POLICY_MISSING',
    level: 'FAIL',
    kept: undefined,
    find: ({ subject, policies }) => {
      const passedOver = ['root', ...listTemplates(subject.role)];
      const missing = subject.role.policies.filter(
        (name) => !passedOver.includes(name) && policies.get(name)?.kind === 'missing',
      );
      if (missing.length === 0) return undefined;
      const names = missing.map((name) => `"${name}"`).join(', ');
      return {
        what: `names the policy ${names}, which is not there`,
        why: 'Vault takes the name and grants nothing for it',
        next: [
          'write the policy, or take its name away:',
          changeRole(subject, `.token_policies -= ${JSON.stringify(missing)}`),
        ],
      };
    },
  },
  {
    code: 'POLICY_TEMPLATE',
    level: 'WARN',
    kept: undefined,
    find: ({ subject }) => {
      const templates = listTemplates(subject.role);
      if (templates.length === 0) return undefined;
      return {
        what: `names policies by the token's claims: ${templates.join(', ')}`,
        why: 'what a token says chooses what it may do, and whoever pushes a branch chooses its vcs-ref: such policies are not judged here',
        next: [
          'name the policies:',
          changeRole(
            subject,
            `.token_policies_template_claims = false | .token_policies = ${JSON.stringify(
              subject.role.policies.map((name) => (templates.includes(name) ? '<policy>' : name)),
            )}`,
          ),
        ],
      };
    },
  },
  {
    code: 'POLICY_NONE',
    level: 'WARN',
    kept: undefined,
    find: ({ subject }) =>
      subject.role.policies.some((name) => name !== 'default')
        ? undefined
        : {
            what: 'grants no policy of its own',
            why: 'its jobs get in, and may read nothing',
            next: [changeRole(subject, '.token_policies = ["<policy>"]')],
          },
  },
  {
    code: 'REVOKE_UNGRANTED',
    level: 'WARN',
    kept: undefined,
    find: (held) => {
      const { role } = held.subject;
      const rules = joinRules(held);
      if (!role.lacksDefaultPolicy || role.policies.includes('default')) return undefined;
      if (rules === undefined || isGranted(rules, revokeSelf, 'update')) return undefined;
      return {
        what: 'has token_no_default_policy, and no policy lets a token revoke itself',
        why: 'tokens then live until their time is over',
        next: [changeRole(held.subject, '.token_no_default_policy = false')],
      };
    },
  },
  {
    code: 'POLICY_UNCOVERED',
    level: 'FAIL',
    kept: 'may read all that the config reads',
    find: (held) => {
      const { subject, reads } = held;
      const rules = joinRules(held);
      if (reads === undefined || reads.length === 0 || rules === undefined) return 'passed over';
      const refused = reads.filter((path) => !isGranted(rules, path, 'read'));
      if (refused.length === 0) return undefined;
      const own = subject.role.policies.find(
        (name) => name !== 'default' && held.policies.get(name)?.kind === 'read',
      );
      const lines = refused.map(grantReading);
      return {
        level: subject.isNamed ? 'FAIL' : 'WARN',
        what: `may not read ${refused.join(', ')}`,
        why: 'the config reads it, and no policy of the role grants that',
        next: own === undefined ? lines : [extendPolicy(subject.place, own, lines)],
      };
    },
  },
  {
    code: 'POLICY_BROAD',
    level: 'WARN',
    kept: 'may read nothing beyond that',
    find: (held) => {
      const { subject, reads, isPartial } = held;
      const rules = joinRules(held);
      if (reads === undefined || reads.length === 0 || rules === undefined) return 'passed over';
      const broad = rules.filter(
        (rule) =>
          rule.capabilities.includes('read') &&
          !rule.path.includes('{{') &&
          !isOfEveryToken(rule.path) &&
          !reads.includes(rule.path),
      );
      if (broad.length === 0) return isPartial ? 'passed over' : undefined;
      return {
        what: `may read more than the config reads: ${[...new Set(broad.map(({ path }) => path))].join(', ')}`,
        why: `whoever changes the config of a branch that gets in can read all of it${isPartial ? '; what only a job knows is not counted here' : ''}`,
        next: [
          'grant the paths that it reads, and no others:',
          ...reads.map(grantReading),
          ...subject.role.policies
            .filter((name) => name !== 'default')
            .map((name) => showPolicy(subject.place, name)),
        ],
      };
    },
  },
];

/** The rules of all the role's policies; undefined when one of them is not known. */
function joinRules({ subject: { role }, policies }: RolePolicyCase) {
  if (listTemplates(role).length > 0) return undefined;
  const names = role.lacksDefaultPolicy ? role.policies : [...role.policies, 'default'];
  const states = [...new Set(names)].map((name) => policies.get(name));
  if (states.some((state) => state === undefined || /^unread/.test(state.kind))) return undefined;
  return states.flatMap((state) => (state?.kind === 'read' ? state.rules : []));
}
