import { nameIssuer, sharedIssuer } from '../administration/trust-wish.ts';
import { quoteWord } from '../quoting.ts';
import { uuidShape } from '../uuid.ts';
import type { Fault, Rule } from './finding.ts';
import { readOrganization, trimIssuer } from './method-facts.ts';
import type { MethodCase } from './method-rules.ts';
import { configureMethod, rewriteConfig, trustParties } from './remedy.ts';

/**
 * Whose issuer it is that a mount binds. Source: CircleCI, "OpenID Connect tokens"
 * (`https://oidc.circleci.com/org/<id>`, and the one that all organizations share).
 */
export const issuerRules: readonly Rule<MethodCase>[] = [
  {
    code: 'ISSUER_INEXACT',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => findInexactness(subject),
  },
  {
    code: 'ISSUER_FOREIGN',
    level: 'FAIL',
    kept: 'trusts an issuer as tokens name it',
    find: (subject) => {
      const { asked, place } = subject;
      const issuer = trimIssuer(subject.method.issuer);
      if (issuer === '') return 'passed over';
      if (asked.issuer !== undefined) return judgeStated(subject, asked.issuer);
      if (issuer === sharedIssuer) return 'passed over';
      const trusted = readOrganization(issuer);
      if (asked.organizationId !== undefined && trusted !== asked.organizationId) {
        return {
          what:
            trusted === undefined
              ? `trusts the issuer ${issuer}`
              : `trusts the organization ${trusted}`,
          why: `the organization is ${asked.organizationId}`,
          next: [configureMethod(place, nameAsked(issuer, asked.organizationId))],
        };
      }
      if (findInexactness(subject) !== undefined) return 'passed over';
      if (isOfCloud(issuer)) return undefined;
      return {
        level: 'WARN',
        what: `trusts the issuer ${issuer}, which is not CircleCI's cloud`,
        why: 'whoever runs that host makes tokens for whom he likes',
        next: [
          `if it is your own CircleCI server, say so: vault-oidc doctor --issuer ${quoteWord(issuer)}`,
          trustParties(place, subject.known),
        ],
      };
    },
  },
  {
    code: 'ISSUER_SHARED',
    level: 'WARN',
    kept: undefined,
    find: ({ method, known, place }) =>
      trimIssuer(method.issuer) === sharedIssuer
        ? {
            what: 'trusts the issuer that all organizations share',
            why: 'what each role binds is then all that keeps other organizations out',
            next: [trustParties(place, known)],
          }
        : undefined,
  },
];

/** A blank, a slash or an organization's name where tokens have none. */
function findInexactness({ method: { issuer }, place }: MethodCase): Fault | undefined {
  if (issuer === '') return undefined;
  if (/\/$|\s/.test(issuer)) {
    return {
      what: `has the bound_issuer "${issuer}"`,
      why: 'a token names its issuer without a slash or a blank at the end, and Vault compares exactly',
      next: [rewriteConfig(place, '.bound_issuer |= (gsub("\\\\s"; "") | sub("/+$"; ""))')],
    };
  }
  if (isOfCloud(issuer) ? isShaped(issuer) : URL.canParse(issuer)) return undefined;
  return {
    what: `has the bound_issuer "${issuer}"`,
    why: `no token names that: it is ${nameIssuer('<organization id>')}, with the UUID`,
    next: [configureMethod(place, nameIssuer('<organization id>'))],
  };
}

function judgeStated(
  { method, place }: MethodCase,
  stated: string,
): Fault | 'passed over' | undefined {
  if (method.issuer === stated) return undefined;
  // What differs at the end alone is told as such.
  if (trimIssuer(method.issuer) === stated) return 'passed over';
  return {
    what: `trusts the issuer ${method.issuer}`,
    why: `the issuer of the tokens is ${stated}`,
    next: [configureMethod(place, stated)],
  };
}

/** The organization's issuer at the same host, where that has organizations; else at CircleCI's. */
function nameAsked(issuer: string, organizationId: string): string {
  return issuer.includes('/org/')
    ? issuer.replace(/\/org\/.*$/s, `/org/${organizationId}`)
    : nameIssuer(organizationId);
}

function isOfCloud(issuer: string): boolean {
  return URL.canParse(issuer) && new URL(issuer).origin === sharedIssuer;
}

function isShaped(issuer: string): boolean {
  const organization = readOrganization(issuer) ?? '';
  return (
    issuer === sharedIssuer || (uuidShape.test(organization) && issuer === nameIssuer(organization))
  );
}
