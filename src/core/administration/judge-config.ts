import type { JsonObject } from '../json.ts';
import { compareFields, isEmpty, toPlainValue } from './compare-fields.ts';
import { describeInTheWay } from './judge-mount.ts';
import { nameRoles } from './name-roles.ts';
import type { Resource } from './resource.ts';
import type { PlanOptions, Step } from './step.ts';

type Config = Extract<Resource, { readonly kind: 'auth config' }>;

// Where keys come from: Vault takes one of them, and a write sets the others back.
const otherKeySources = {
  jwks_url: '',
  jwks_pairs: [],
  jwt_validation_pubkeys: [],
} as const;
const trustFields = ['oidc_discovery_url', 'bound_issuer', ...Object.keys(otherKeySources)];
// What a write that leaves them out would remove.
const keptFields = ['default_role', 'provider_config', 'namespace_in_state'];

/**
 * What to do for a method's configuration that is there. Another issuer would lock out
 * whoever logs in through the method's other roles, so it is replaced by consent alone;
 * `roles` are all of them, undefined when they are not known.
 */
export function judgeConfig(
  resource: Config,
  found: JsonObject,
  roles: readonly string[] | undefined,
  { role, replaces }: PlanOptions,
): Step {
  const anotherMount = 'give another --mount, such as circleci, to leave it alone';
  const inTheWay = (why: string, ...next: readonly string[]): Step => ({
    state: 'in the way',
    resource,
    failure: describeInTheWay(resource, why, [anotherMount, ...next]),
  });
  if (!isEmpty(found['oidc_client_id'])) {
    return inTheWay('people log in through it with an OIDC provider (it has an oidc_client_id)');
  }
  const changes = compareFields({ ...resource.fields, ...otherKeySources }, found);
  const kept = pickKept(resource, found);
  if (changes.length === 0) return { state: 'as it is', resource, kept: pickTold(kept) };
  const lost = changes.filter(({ field, from }) => trustFields.includes(field) && !isEmpty(from));
  const others = roles?.filter((name) => name !== role);
  if (lost.length > 0 && !replaces && others?.length !== 0) {
    return inTheWay(
      `it trusts another source of tokens (${lost.map(({ field, from }) => `${field} ${JSON.stringify(from)}`).join(', ')}), and ${tellUsers(others)}`,
      'or give --replace to end the log-ins of those roles',
    );
  }
  return {
    state: 'change',
    resource,
    changes,
    fields: { ...kept, ...resource.fields },
    kept: pickTold(kept),
  };
}

function tellUsers(others: readonly string[] | undefined): string {
  if (others === undefined) return 'Vault does not tell which roles use it';
  return `other roles use it: ${nameRoles(others)}`;
}

function pickKept(resource: Config, found: JsonObject): JsonObject {
  // A certificate counts for the issuer that it was given for.
  const isSameIssuer = found['oidc_discovery_url'] === resource.fields['oidc_discovery_url'];
  const names = isSameIssuer ? [...keptFields, 'oidc_discovery_ca_pem'] : keptFields;
  return Object.fromEntries(
    names
      .filter((name) => !isEmpty(found[name]) && !Object.hasOwn(resource.fields, name))
      .map((name) => [name, toPlainValue(found[name])]),
  );
}

/** What the reader should know of, without what the plugin sets itself, and what may hold a provider's secrets. */
function pickTold(kept: JsonObject): JsonObject {
  const { namespace_in_state: _own, provider_config: _secret, ...told } = kept;
  return told;
}
