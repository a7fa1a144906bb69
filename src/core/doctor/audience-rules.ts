import { uuidShape } from '../uuid.ts';
import type { Rule } from './finding.ts';
import { repeatSetup } from './remedy.ts';
import { changeRole, findTrustedOrganization, type RoleCase } from './role-case.ts';

/**
 * Of what kind a role is, and for whom a token must be. Sources: HashiCorp, "JWT/OIDC
 * auth method (API)", and "Upgrade to Vault 1.17.x" ("JWT auth login requires bound
 * audiences on the role"); CircleCI, "OpenID Connect tokens" (the default audience).
 */
export const audienceRules: readonly Rule<RoleCase>[] = [
  {
    code: 'ROLE_TYPE',
    level: 'FAIL',
    kept: undefined,
    find: (subject) =>
      subject.role.type === 'jwt'
        ? undefined
        : {
            what: 'is for people with a browser',
            why: `its role_type is ${subject.role.type || 'not set, which means oidc'}`,
            next: [changeRole(subject, '.role_type = "jwt"')],
          },
  },
  {
    code: 'AUDIENCE_UNBOUND',
    level: 'FAIL',
    kept: 'binds an audience',
    find: (subject) =>
      subject.role.audiences.length > 0
        ? undefined
        : {
            what: 'has no bound_audiences',
            why: 'Vault 1.17 and newer, and every OpenBao, refuse tokens that have an audience; older ones let tokens in that were made for others',
            next: [changeRole(subject, `.bound_audiences = ${listAudience(subject)}`)],
          },
  },
  {
    code: 'AUDIENCE_FOREIGN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const own = findTrustedOrganization(subject);
      const { audiences } = subject.role;
      if (own === undefined || audiences.length === 0 || audiences.includes(own)) return undefined;
      // Any other text may be what jobs mint a token for.
      if (!audiences.every(isId)) return undefined;
      return {
        what: 'wants tokens for another organization',
        why: `bound_audiences is ${audiences.join(', ')}, and the organization is ${own}`,
        next: [changeRole(subject, `.bound_audiences = ${listAudience(subject)}`)],
      };
    },
  },
  {
    code: 'AUDIENCE_SHARED',
    level: 'WARN',
    kept: 'has an audience of its own',
    find: (subject) => {
      const { audiences } = subject.role;
      if (audiences.length === 0) return 'passed over';
      const own = findTrustedOrganization(subject);
      if (own === undefined || !audiences.includes(own)) {
        return audiences.every(isId) ? 'passed over' : undefined;
      }
      return {
        what: 'takes the audience that every service of the organization takes',
        why: 'whoever gets such a token, a cloud or a registry, could log in with it here',
        next: [
          repeatSetup('--audience "$VAULT_ADDR"'),
          'or let the jobs mint a token for this server (audience: https://vault.example.com), and bind that:',
          changeRole(subject, '.bound_audiences = ["https://vault.example.com"]'),
        ],
      };
    },
  },
];

function isId(audience: string): boolean {
  return uuidShape.test(audience.toLowerCase());
}

function listAudience(subject: RoleCase): string {
  const id = subject.known.organizationId ?? findTrustedOrganization(subject);
  return JSON.stringify([id ?? '<organization id>']);
}
