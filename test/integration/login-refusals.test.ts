import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectMended, expectRefusal, type Refusal } from '../support/refused-login.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const claim = (name: string): string => `oidc.circleci.com/${name}`;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
});
afterAll(() => jobs.stop());

const mendable: Record<string, Refusal> = {
  'has no bound_audiences': {
    code: 'LOGIN_AUDIENCE_UNBOUND',
    role: { bound_audiences: [] },
    why: ['has no bound_audiences', 'Vault says "audience claim found in JWT but no audiences'],
    next: '.bound_audiences = ["',
  },
  'has no bound_audiences for several': {
    code: 'LOGIN_AUDIENCE_UNBOUND',
    role: { bound_audiences: [] },
    token: { audience: ['one', `it's "two"`] },
    why: [`audience is "one", "it's \\"two\\""`],
    next: '.bound_audiences = ["one", ',
  },
  'is for another audience': {
    code: 'LOGIN_AUDIENCE_REFUSED',
    role: { bound_audiences: ['another'] },
    why: ['and bound_audiences of the role', 'lacks it'],
    next: 'or give "audience" a value that the role has',
  },
  'binds the subject': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_subject: 'org/another', bound_claims: {} },
    why: ['sub holds the user and the branch'],
    next: '.bound_claims["oidc.circleci.com/project-id"] //= "',
  },
  'takes a claim for user_claim that the token lacks': {
    code: 'LOGIN_ROLE_WRONG',
    role: { user_claim: 'email' },
    why: ['user_claim of the role', 'is email'],
    next: '.user_claim = "oidc.circleci.com/project-id"',
  },
  'takes a list for user_claim': {
    code: 'LOGIN_ROLE_WRONG',
    role: { user_claim: claim('context-ids') },
    why: [`is ${claim('context-ids')}`, 'could not be converted to string'],
    next: '.user_claim = ',
  },
  'takes a boolean for user_claim': {
    code: 'LOGIN_ROLE_WRONG',
    role: { user_claim: claim('ssh-rerun') },
    why: [`is ${claim('ssh-rerun')}`],
    next: '.user_claim = ',
  },
  'takes a JSON pointer for user_claim that leads nowhere': {
    code: 'LOGIN_ROLE_WRONG',
    role: { user_claim: `/${claim('project-id')}`, user_claim_json_pointer: true },
    why: [`is /${claim('project-id')}`],
    next: '.user_claim_json_pointer = false',
  },
  'maps a list': {
    code: 'LOGIN_ROLE_WRONG',
    role: { claim_mappings: { [claim('context-ids')]: 'contexts', [claim('job-id')]: 'job' } },
    why: [`claim_mappings of the role`, `has ${claim('context-ids')}`],
    next: `del(.claim_mappings["${claim('context-ids')}"])`,
  },
  'binds a claim that the token lacks': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_claims: { [claim('vcs-refs')]: 'refs/heads/main' } },
    why: [`binds ${claim('vcs-refs')}, and the token has no such claim`, claim('vcs-ref = "refs')],
    next: `del(.bound_claims["${claim('vcs-refs')}"])`,
  },
  'binds another branch': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_claims: { [claim('vcs-ref')]: 'refs/heads/release' } },
    why: [`${claim('vcs-ref')} = "refs/heads/main" <- Vault names this one`],
    next: `.bound_claims["${claim('vcs-ref')}"] |= ([., "refs/heads/main"] | flatten)`,
  },
  'binds other contexts': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_claims: { [claim('context-ids')]: ['another'] } },
    token: { claims: { 'context-ids': ['first', 'second'] } },
    why: [`${claim('context-ids')} = ["first","second"] <- Vault names this one`],
    next: '|= ([., ["first","second"]] | flatten)',
  },
  'binds a boolean as a text': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_claims: { [claim('ssh-rerun')]: 'false' } },
    why: [`${claim('ssh-rerun')} = false <- Vault names this one`],
    next: 'false is not "false"',
  },
  'binds a pattern as a text': {
    code: 'LOGIN_CLAIMS_REFUSED',
    role: { bound_claims: { [claim('vcs-ref')]: 'refs/heads/*' } },
    why: [`binds ${claim('vcs-ref')} to other values`],
    next: '* needs bound_claims_type=glob',
  },
};

describe('a log-in by a role that', () => {
  it.each(Object.entries(mendable))('%s is refused, told and mended', async (_title, refusal) => {
    await expectMended(jobs, await expectRefusal(jobs, refusal));
  });
});
