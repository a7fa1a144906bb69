import type { Rule } from './finding.ts';
import { changeRole, type RoleCase } from './role-case.ts';

const hour = 3600;
// Reads one secret and asks for its mount, and ends its own token.
const fewestUses = 3;
const enoughUses = 20;
// Of a server that says nothing else.
const defaultTtl = 32 * 24 * hour;
const shortLife = '.token_ttl = 900 | .token_max_ttl = 1800 | .token_explicit_max_ttl = 1800';

/**
 * What a job holds once it is in. Sources: HashiCorp, "Tokens" (types, periods, use
 * counts, explicit maximum) and "JWT/OIDC auth method (API)" (token_… parameters);
 * CircleCI ends a cancelled job without its `when: always` steps, so that the time is
 * what ends its token then.
 */
export const tokenRules: readonly Rule<RoleCase>[] = [
  {
    code: 'TTL_LONG',
    level: 'WARN',
    kept: 'gives tokens of an hour at most',
    find: (subject) => {
      const { ttl, maxTtl, explicitMaxTtl } = subject.role;
      const set = [ttl || maxTtl || defaultTtl, explicitMaxTtl].filter((seconds) => seconds > 0);
      const life = Math.min(...set);
      if (life <= hour) return undefined;
      const isDefault = ttl === 0 && maxTtl === 0 && explicitMaxTtl === 0;
      return {
        what: isDefault
          ? 'leaves it to the server how long its tokens live, 32 days if nothing is set'
          : `gives tokens that live ${nameSeconds(life)}`,
        why: 'a job that is cancelled does not revoke its token: the time alone ends it',
        next: [changeRole(subject, shortLife)],
      };
    },
  },
  {
    code: 'TTL_SHORT',
    level: 'WARN',
    kept: undefined,
    find: (subject) => {
      const { ttl, maxTtl, explicitMaxTtl } = subject.role;
      const life = Math.min(...[ttl, maxTtl, explicitMaxTtl].filter((seconds) => seconds > 0));
      if (life >= 60) return undefined;
      return {
        what: `gives tokens that live ${nameSeconds(life)}`,
        why: 'they may end while secrets are read, and a session of later steps cannot use them',
        next: [changeRole(subject, shortLife)],
      };
    },
  },
  {
    code: 'PERIOD_SET',
    level: 'WARN',
    kept: undefined,
    find: (subject) =>
      subject.role.period === 0
        ? undefined
        : {
            what: `gives periodic tokens (${nameSeconds(subject.role.period)})`,
            why: 'whoever holds one can renew it without end',
            next: [changeRole(subject, '.token_period = 0')],
          },
  },
  {
    code: 'USES_FEW',
    level: 'WARN',
    kept: undefined,
    find: (subject) => {
      const { uses } = subject.role;
      if (uses === 0 || uses >= enoughUses) return undefined;
      return {
        ...(uses < fewestUses ? { level: 'FAIL' as const } : {}),
        what: `gives tokens for ${uses} request${uses === 1 ? '' : 's'}`,
        why: `a job makes one for each path, one for each mount and one to revoke: ${uses < fewestUses ? 'they are too few for one secret' : 'one more path can be one too many'}`,
        next: [changeRole(subject, '.token_num_uses = 0')],
      };
    },
  },
  {
    code: 'TOKEN_BATCH',
    level: 'WARN',
    kept: undefined,
    find: (subject) =>
      /^(default-)?batch$/.test(subject.role.tokenType)
        ? {
            what: 'gives batch tokens',
            why: 'such a token cannot be revoked, and cannot revoke: it lives until its time is over',
            next: [changeRole(subject, '.token_type = "service"')],
          }
        : undefined,
  },
  {
    code: 'LOGGING_VERBOSE',
    level: 'WARN',
    kept: undefined,
    find: (subject) =>
      subject.role.isVerbose
        ? {
            what: 'has verbose_oidc_logging on',
            why: "the server's log then holds the tokens' claims, and is not meant to stay so",
            next: [changeRole(subject, '.verbose_oidc_logging = false')],
          }
        : undefined,
  },
];

function nameSeconds(seconds: number): string {
  if (seconds >= 2 * 24 * hour) return `${Math.round(seconds / (24 * hour))} days`;
  if (seconds >= 2 * hour) return `${Math.round(seconds / hour)} hours`;
  return seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${seconds} s`;
}
