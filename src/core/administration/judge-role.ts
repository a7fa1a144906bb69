import { getMember, isJsonObject, type JsonObject, stringifyJson } from '../json.ts';
import { leewayDefaults } from '../leeway-defaults.ts';
import { claimPrefix } from '../oidc-token.ts';
import { quoteWord } from '../quoting.ts';
import { compareFields, isEmpty, toPlainValue } from './compare-fields.ts';
import { describeInTheWay } from './judge-mount.ts';
import type { Resource } from './resource.ts';
import type { PlanOptions, Step } from './step.ts';

type Role = Extract<Resource, { readonly kind: 'role' }>;

/** Fields that could admit more or grant more than the wish says, and what keeps them from it. */
export const neutralFields: JsonObject = {
  bound_subject: '',
  clock_skew_leeway: 0,
  expiration_leeway: 0,
  not_before_leeway: 0,
  groups_claim: '',
  token_period: 0,
  token_policies_template_claims: false,
  user_claim_json_pointer: false,
  verbose_oidc_logging: false,
};

/** Fields that admit or grant less: who set them had a reason. */
export const narrowingFields: readonly string[] = [
  'token_bound_cidrs',
  'token_no_default_policy',
  'token_num_uses',
  'token_strictly_bind_ip',
];

/**
 * What to do for a role that is there: every field of the wish is set back to it, and what
 * widens it beside the wish is taken away; what narrows it stays. A role of another project,
 * and what a role binds beside the wish, are given up by consent alone.
 */
export function judgeRole(resource: Role, found: JsonObject, { replaces }: PlanOptions): Step {
  const { name, fields } = resource;
  const inTheWay = (why: string, ...next: readonly [string, ...string[]]): Step => ({
    state: 'in the way',
    resource,
    failure: describeInTheWay(resource, why, next),
  });
  if (found['role_type'] !== 'jwt') {
    const type = JSON.stringify(found['role_type']);
    return inTheWay(
      `"${name}" is a role of people's log-ins in a browser (role_type ${type})`,
      'give another --role',
    );
  }
  const project = findOtherProject(fields, found);
  if (project !== undefined && !replaces) {
    return inTheWay(
      project,
      'give another --role, to leave it alone',
      'or give --replace to end the log-ins of those whom it lets in',
    );
  }
  const lost = listLostBounds(fields, found);
  if (lost.length > 0 && !replaces) {
    return inTheWay(
      `it asks for more than is wished: ${lost.join(', ')}`,
      'wish it too, such as with --vcs-ref',
      'or give --replace to ask for it no longer',
    );
  }
  const audiences = listLostAudiences(fields, found);
  const [audience] = audiences;
  if (audience !== undefined && !replaces) {
    return inTheWay(
      `it asks for another audience than is wished: ${audiences.join(', ')}`,
      `wish it, too: --audience ${quoteWord(audience)}`,
      'or give --replace to ask for it no longer',
    );
  }
  const kept = pickKept(found);
  // A server that does not know a field does not tell it.
  const neutral = Object.entries(neutralFields).filter(
    ([field]) => !isEmpty(found[field]) && !Object.hasOwn(kept, field),
  );
  const written = { ...fields, ...Object.fromEntries(neutral) };
  const changes = compareFields(written, found);
  return changes.length === 0
    ? { state: 'as it is', resource, kept }
    : { state: 'change', resource, changes, fields: { ...kept, ...written }, kept };
}

/** Why the role is not the project's own; undefined when it is. */
function findOtherProject(wished: JsonObject, found: JsonObject): string | undefined {
  const name = `${claimPrefix}project-id`;
  const bound = readClaims(found)[name];
  if (isEmpty(bound)) return 'it is there, and binds no project';
  const changes = compareFields({ [name]: readClaims(wished)[name] }, { [name]: bound });
  return changes.length === 0
    ? undefined
    : `it is there for another project: ${stringifyJson(bound)}`;
}

/** What a token must have by the role that was found, and need not by the wish. */
function listLostBounds(wished: JsonObject, found: JsonObject): string[] {
  const claims = readClaims(wished);
  const subject = found['bound_subject'];
  return [
    ...Object.entries(readClaims(found))
      // Left out only where SSH re-runs are allowed in so many words.
      .filter(([name]) => !Object.hasOwn(claims, name) && name !== `${claimPrefix}ssh-rerun`)
      .map(([name, value]) => `${name} ${stringifyJson(value)}`),
    ...(isEmpty(subject) ? [] : [`bound_subject ${stringifyJson(subject)}`]),
  ];
}

/**
 * The audiences that were found in the place of the wished one. The organization's id is
 * that of all its jobs' tokens, so another in its place only narrows the role.
 */
function listLostAudiences(wished: JsonObject, found: JsonObject): string[] {
  const listTexts = (value: unknown): string[] =>
    isEmpty(value) ? [] : [value].flat().map(String);
  const audiences = listTexts(found['bound_audiences']);
  const organization = readClaims(wished)[`${claimPrefix}org-id`];
  const isWished = listTexts(wished['bound_audiences']).some((one) => audiences.includes(one));
  return isWished || audiences.every((one) => one === organization) ? [] : audiences;
}

function readClaims(role: JsonObject): JsonObject {
  const claims = getMember(role, 'bound_claims');
  return isJsonObject(claims) ? claims : {};
}

function pickKept(found: JsonObject): JsonObject {
  const leeways = Object.entries(leewayDefaults).filter(
    ([field, seconds]) => Number(toPlainValue(found[field])) < seconds,
  );
  const names = [...narrowingFields, ...leeways.map(([field]) => field)];
  return Object.fromEntries(
    names.filter((name) => !isEmpty(found[name])).map((name) => [name, toPlainValue(found[name])]),
  );
}
