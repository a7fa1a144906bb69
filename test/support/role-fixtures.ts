import type { CircleCiIssuer } from './circleci-issuer.ts';

/** A role as somebody wrote it, and what a doctor has against it. */
export interface RoleFixture {
  /** Its fields, over those of a role as it should be; undefined leaves one out. */
  readonly role: Readonly<Record<string, unknown>>;
  /** The level and code of all that is not well, in any order. */
  readonly findings: readonly string[];
}

/** Whom the roles are for. */
type Parties = Pick<CircleCiIssuer, 'organizationId' | 'projectId'>;

/** An audience that jobs mint a token for. */
export const ownAudience = 'https://vault.example.com';

/** The policy that all of them grant. */
export const fixturePolicy = {
  name: 'app',
  text: 'path "secret/data/app/*" {\n  capabilities = ["read"]\n}',
};

export const contextId = 'c0ffee00-1111-4222-8333-444455556666';
export const definitionId = 'def00000-1111-4222-8333-444455556666';

export function claim(name: string): string {
  return `oidc.circleci.com/${name}`;
}

/** A role as it should be: nothing is to be said against it. */
export function makeGoodRole({
  organizationId,
  projectId,
}: Parties): Readonly<Record<string, unknown>> {
  return {
    role_type: 'jwt',
    bound_audiences: [ownAudience],
    bound_claims_type: 'string',
    bound_claims: makeGoodClaims({ organizationId, projectId }),
    user_claim: claim('project-id'),
    claim_mappings: { [claim('project-id')]: 'circleci_project_id', [claim('vcs-ref')]: 'vcs_ref' },
    token_policies: [fixturePolicy.name],
    token_type: 'service',
    token_ttl: '15m',
    token_max_ttl: '30m',
    token_explicit_max_ttl: '30m',
  };
}

function makeGoodClaims({ organizationId, projectId }: Parties): Readonly<Record<string, unknown>> {
  return {
    [claim('org-id')]: organizationId,
    [claim('project-id')]: [projectId],
    [claim('pipeline-definition-id')]: [definitionId],
    [claim('vcs-origin')]: ['github.com/acme/app'],
    [claim('vcs-ref')]: ['refs/heads/main'],
    [claim('context-ids')]: [contextId],
    [claim('ssh-rerun')]: false,
  };
}

/** Roles good and bad by their names, each with what must be said of it and nothing else. */
export function listRoleFixtures(parties: Parties): Readonly<Record<string, RoleFixture>> {
  const { organizationId, projectId } = parties;
  const good = makeGoodClaims(parties);
  const bind = (claims: Readonly<Record<string, unknown>>, ...without: readonly string[]) => {
    const merged = Object.entries({ ...good, ...claims });
    return Object.fromEntries(merged.filter(([name]) => !without.map(claim).includes(name)));
  };
  const glob = (claims: Readonly<Record<string, unknown>>, ...without: readonly string[]) => ({
    bound_claims_type: 'glob',
    bound_claims: bind(claims, 'ssh-rerun', ...without),
  });
  const other = '99999999-1111-4222-8333-444455556666';
  return {
    'as-it-should-be': { role: {}, findings: [] },
    'with-a-list-of-branches': {
      role: { bound_claims: bind({ [claim('vcs-ref')]: ['refs/heads/main', 'refs/tags/v1'] }) },
      findings: [],
    },
    'with-a-branch-pattern': {
      role: glob({ [claim('vcs-ref')]: ['refs/heads/release/*', 'refs/heads/main'] }),
      findings: ['WARN SSH_RERUN_ALLOWED'],
    },
    'with-pointers': {
      role: {
        user_claim: '/oidc.circleci.com~1project-id',
        user_claim_json_pointer: true,
        bound_claims: {
          ...bind({}, 'project-id'),
          '/oidc.circleci.com~1project-id': projectId,
        },
      },
      findings: [],
    },
    'with-an-address': { role: { token_bound_cidrs: ['127.0.0.0/8'] }, findings: [] },
    'without-any-leeway': {
      role: { clock_skew_leeway: -1, expiration_leeway: -1, not_before_leeway: -1 },
      findings: [],
    },
    'with-long-leeways': {
      role: { clock_skew_leeway: 300, expiration_leeway: 600, not_before_leeway: 600 },
      findings: [],
    },
    'the-tutorial': {
      role: {
        bound_audiences: undefined,
        bound_claims: { [claim('project-id')]: projectId },
        user_claim: 'sub',
        user_claim_json_pointer: true,
        claim_mappings: undefined,
        token_policies: ['default', fixturePolicy.name],
        token_ttl: '10m',
        token_type: undefined,
        token_max_ttl: undefined,
        token_explicit_max_ttl: undefined,
      },
      findings: [
        'FAIL AUDIENCE_UNBOUND',
        'WARN SSH_RERUN_ALLOWED',
        'WARN REF_UNBOUND',
        'WARN CONTEXT_UNBOUND',
        'WARN USER_CLAIM_CHANGES',
      ],
    },
    browser: {
      role: {
        role_type: 'oidc',
        allowed_redirect_uris: ['http://localhost:8250/oidc/callback'],
      },
      findings: ['FAIL ROLE_TYPE'],
    },
    'audience-shared': {
      role: { bound_audiences: [organizationId] },
      findings: ['WARN AUDIENCE_SHARED'],
    },
    'audience-foreign': { role: { bound_audiences: [other] }, findings: ['FAIL AUDIENCE_FOREIGN'] },
    'organization-wide': {
      role: { bound_claims: { [claim('org-id')]: organizationId } },
      findings: [
        'FAIL ORGANIZATION_WIDE',
        'WARN SSH_RERUN_ALLOWED',
        'WARN REF_UNBOUND',
        'WARN CONTEXT_UNBOUND',
      ],
    },
    'audience-alone': {
      role: { bound_claims: undefined },
      findings: [
        'FAIL ORGANIZATION_WIDE',
        'WARN SSH_RERUN_ALLOWED',
        'WARN REF_UNBOUND',
        'WARN CONTEXT_UNBOUND',
      ],
    },
    'branch-alone': {
      role: {
        bound_claims: { [claim('vcs-ref')]: 'refs/heads/main', [claim('ssh-rerun')]: false },
      },
      findings: ['FAIL PROJECT_UNBOUND', 'WARN CONTEXT_UNBOUND'],
    },
    'project-any': {
      role: glob({ [claim('project-id')]: '*' }),
      findings: ['FAIL VALUE_ANY', 'WARN SSH_RERUN_ALLOWED'],
    },
    'project-by-a-pattern': {
      role: glob({ [claim('project-id')]: ['*-*'] }),
      findings: ['FAIL VALUE_ANY', 'WARN SSH_RERUN_ALLOWED'],
    },
    'context-by-its-beginning': {
      role: glob({ [claim('context-ids')]: [contextId, `${contextId.slice(0, 8)}*`] }),
      findings: ['FAIL VALUE_ANY', 'WARN SSH_RERUN_ALLOWED'],
    },
    'repository-of-any-owner': {
      role: glob({ [claim('vcs-origin')]: 'github.com/*/app' }),
      findings: ['FAIL VALUE_ANY', 'WARN SSH_RERUN_ALLOWED'],
    },
    'repositories-of-an-owner': {
      role: glob({ [claim('vcs-origin')]: 'github.com/acme/*' }),
      findings: ['WARN SSH_RERUN_ALLOWED'],
    },
    'every-ref-by-its-beginning': {
      role: glob({ [claim('vcs-ref')]: 'r*' }),
      findings: ['FAIL VALUE_ANY', 'WARN SSH_RERUN_ALLOWED'],
    },
    'every-branch-by-its-beginning': {
      role: glob({ [claim('vcs-ref')]: 'refs/h*' }),
      findings: ['WARN REF_UNBOUND', 'WARN SSH_RERUN_ALLOWED'],
    },
    'every-branch': {
      role: glob({ [claim('vcs-ref')]: ['refs/heads/*', 'refs/tags/v1'] }),
      findings: ['WARN REF_UNBOUND', 'WARN SSH_RERUN_ALLOWED'],
    },
    'pattern-as-text': {
      role: { bound_claims: bind({ [claim('vcs-ref')]: 'refs/heads/release/*' }) },
      findings: ['FAIL GLOB_LITERAL'],
    },
    'pattern-as-text-alone': {
      role: { bound_claims: bind({ [claim('vcs-ref')]: 'refs/heads/release/*' }, 'ssh-rerun') },
      findings: ['FAIL GLOB_LITERAL', 'WARN SSH_RERUN_ALLOWED'],
    },
    'pattern-of-sub': {
      role: glob({ sub: `org/${organizationId}/project/*/vcs-ref/refs/heads/main` }),
      findings: ['FAIL GLOB_SUBJECT', 'WARN SSH_RERUN_ALLOWED'],
    },
    'pattern-and-boolean': {
      role: { bound_claims_type: 'glob', bound_claims: bind({ [claim('ssh-rerun')]: 'false' }) },
      findings: ['FAIL GLOB_BOOLEAN'],
    },
    'boolean-as-text': {
      role: { bound_claims: bind({ [claim('ssh-rerun')]: 'false' }) },
      findings: ['FAIL BOOLEAN_TEXT'],
    },
    'ssh-reruns-too': {
      role: { bound_claims: bind({ [claim('ssh-rerun')]: [true, false] }) },
      findings: ['WARN SSH_RERUN_ALLOWED'],
    },
    'subject-bound': {
      role: { bound_subject: `org/${organizationId}/project/${projectId}/user/x` },
      findings: ['WARN SUBJECT_BOUND'],
    },
    'subject-claim-bound': {
      role: { bound_claims: bind({ sub: `org/${organizationId}/project/${projectId}/user/x` }) },
      findings: ['WARN SUBJECT_BOUND'],
    },
    'claim-with-an-underscore': {
      role: { bound_claims: { ...bind({}, 'project-id'), [claim('project_id')]: projectId } },
      findings: ['FAIL CLAIM_UNKNOWN'],
    },
    'claim-without-its-prefix': {
      role: { bound_claims: { ...bind({}, 'vcs-ref'), 'vcs-ref': 'refs/heads/main' } },
      findings: ['FAIL CLAIM_UNKNOWN'],
    },
    'claim-with-a-colon': {
      role: {
        bound_claims: { ...bind({}, 'context-ids'), 'oidc.circleci.com:context-id': contextId },
      },
      findings: ['FAIL CLAIM_UNKNOWN'],
    },
    'claim-of-another-service': {
      role: { bound_claims: bind({ repository_owner: 'acme' }) },
      findings: ['FAIL CLAIM_UNKNOWN'],
    },
    'empty-list': {
      role: { bound_claims: bind({ [claim('context-ids')]: [] }) },
      findings: ['FAIL VALUE_NONE'],
    },
    'branch-by-its-name': {
      role: { bound_claims: bind({ [claim('vcs-ref')]: 'main' }) },
      findings: ['FAIL VALUE_SHAPE'],
    },
    'project-by-its-name': {
      role: { bound_claims: bind({ [claim('project-id')]: 'acme/app' }) },
      findings: ['FAIL VALUE_SHAPE'],
    },
    'origin-as-a-url': {
      role: { bound_claims: bind({ [claim('vcs-origin')]: 'https://github.com/acme/app.git' }) },
      findings: ['FAIL VALUE_SHAPE'],
    },
    'user-claim-of-another-service': {
      role: { user_claim: 'repository' },
      findings: ['FAIL USER_CLAIM_UNKNOWN'],
    },
    'user-claim-pointer-without-its-flag': {
      role: { user_claim: '/oidc.circleci.com~1project-id' },
      findings: ['FAIL USER_CLAIM_UNKNOWN'],
    },
    'user-claim-is-a-list': {
      role: { user_claim: claim('context-ids') },
      findings: ['FAIL USER_CLAIM_NOT_TEXT'],
    },
    'user-claim-is-a-boolean': {
      role: { user_claim: claim('ssh-rerun') },
      findings: ['FAIL USER_CLAIM_NOT_TEXT'],
    },
    'user-claim-of-the-job': {
      role: { user_claim: claim('job-id') },
      findings: ['WARN USER_CLAIM_CHANGES'],
    },
    'list-mapped': {
      role: { claim_mappings: { [claim('context-ids')]: 'contexts' } },
      findings: ['FAIL MAPPING_NOT_TEXT'],
    },
    'boolean-mapped': {
      role: { claim_mappings: { [claim('ssh-rerun')]: 'ssh' } },
      findings: ['FAIL MAPPING_NOT_TEXT'],
    },
    'nothing-mapped': {
      role: { claim_mappings: { repository: 'repository' } },
      findings: ['WARN MAPPING_UNKNOWN'],
    },
    'groups-of-contexts': {
      role: { groups_claim: claim('context-ids') },
      findings: ['WARN GROUPS_SET'],
    },
    'groups-of-nothing': { role: { groups_claim: 'groups' }, findings: ['FAIL GROUPS_UNUSABLE'] },
    'groups-of-a-boolean': {
      role: { groups_claim: claim('ssh-rerun') },
      findings: ['FAIL GROUPS_UNUSABLE'],
    },
    'two-uses': { role: { token_num_uses: 2 }, findings: ['FAIL USES_FEW'] },
    'five-uses': { role: { token_num_uses: 5 }, findings: ['WARN USES_FEW'] },
    batch: { role: { token_type: 'batch' }, findings: ['WARN TOKEN_BATCH'] },
    'no-default-policy': {
      role: { token_no_default_policy: true },
      findings: ['WARN REVOKE_UNGRANTED'],
    },
    'lives-a-day': {
      role: { token_ttl: '24h', token_max_ttl: '24h', token_explicit_max_ttl: '24h' },
      findings: ['WARN TTL_LONG'],
    },
    'lives-as-the-server-says': {
      role: { token_ttl: 0, token_max_ttl: 0, token_explicit_max_ttl: 0 },
      findings: ['WARN TTL_LONG'],
    },
    'lives-half-a-minute': {
      role: { token_ttl: '30s', token_max_ttl: '30s' },
      findings: ['WARN TTL_SHORT'],
    },
    periodic: {
      role: { token_period: '1h', token_explicit_max_ttl: 0 },
      findings: ['WARN PERIOD_SET'],
    },
    verbose: { role: { verbose_oidc_logging: true }, findings: ['WARN LOGGING_VERBOSE'] },
    'no-policy': { role: { token_policies: [] }, findings: ['WARN POLICY_NONE'] },
    'policy-that-is-gone': {
      role: { token_policies: [fixturePolicy.name, 'gone'] },
      findings: ['FAIL POLICY_MISSING'],
    },
    'policies-by-claims': {
      role: {
        token_policies: [fixturePolicy.name, `app-{{ index . "${claim('vcs-ref')}" }}`],
        token_policies_template_claims: true,
      },
      findings: ['WARN POLICY_TEMPLATE'],
    },
    'policies-like-templates': {
      role: { token_policies: [fixturePolicy.name, 'app-{{ .sub }}'] },
      findings: ['FAIL POLICY_MISSING'],
    },
    'root-policy': { role: { token_policies: ['root'] }, findings: ['FAIL POLICY_ROOT'] },
  };
}
