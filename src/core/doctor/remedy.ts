import { nameIssuer } from '../administration/trust-wish.ts';
import { quoteForShell, quoteWord } from '../quoting.ts';
import type { KnownParties } from './role-case.ts';

/** Where a command is to change something, and with which program. */
export interface Place {
  readonly program: 'vault' | 'bao';
  readonly namespace: string;
  readonly mount: string;
}

/**
 * A command that reads a role, changes it by a jq filter and writes it back whole: a
 * write is no patch, what it leaves out may be set back (HashiCorp, "JWT/OIDC auth
 * method (API)", Create role).
 */
export function rewriteRole(place: Place, role: string, filter: string): string {
  return rewrite(place, `auth/${place.mount}/role/${quoteWord(role)}`, filter);
}

/**
 * The same for the configuration of the method. A client's secret is not read back,
 * but a method with one is not for jobs.
 */
export function rewriteConfig(place: Place, filter: string): string {
  return rewrite(place, `auth/${place.mount}/config`, filter);
}

function rewrite({ program, namespace }: Place, path: string, filter: string): string {
  const at = `${nameNamespace(namespace)}${path}`;
  // What a claim holds may be chosen so that a shell would run it.
  const change = quoteForShell(`.data | ${filter}`);
  return `${program} read -format=json ${at} | jq ${change} | ${program} write ${at} -`;
}

/** The better way for a role of `setup`, which would take a change by hand back: its options, and these. */
export function repeatSetup(options: string): string {
  return `where setup made the role: vault-oidc setup … ${options}`;
}

/** A command that makes the mount trust the tokens of an issuer. */
export function configureMethod(place: Place, issuer: string): string {
  const url = quoteForShell(issuer);
  return `${place.program} write ${nameNamespace(place.namespace)}auth/${place.mount}/config oidc_discovery_url=${url} bound_issuer=${url} jwt_supported_algs=RS256`;
}

/** The same for an issuer that is stated, else an organization of CircleCI's cloud; a placeholder stands for an id that is not known. */
export function trustParties(
  place: Place,
  { issuer, organizationId }: Pick<KnownParties, 'issuer' | 'organizationId'>,
): string {
  return configureMethod(place, issuer ?? nameIssuer(organizationId ?? '<organization id>'));
}

/** A command that puts another path in the place of one of a policy's paths. */
export function replacePolicyPath(
  { program, namespace }: Place,
  policy: string,
  path: string,
  better: string,
): string {
  const pattern = path.replace(/[.*[\]^$\\|]/g, '\\$&');
  const replacement = better.replace(/[&\\|]/g, '\\$&');
  const script = quoteForShell(`s|"/*${pattern}"|"${replacement}"|g`);
  const flag = nameNamespace(namespace);
  const name = quoteWord(policy);
  return `${program} policy read ${flag}${name} | sed ${script} | ${program} policy write ${flag}${name} -`;
}

/** A command that adds lines to a policy. */
export function extendPolicy(
  { program, namespace }: Place,
  policy: string,
  lines: readonly string[],
): string {
  const flag = nameNamespace(namespace);
  const name = quoteWord(policy);
  const added = lines.map(quoteForShell).join(' ');
  return `{ ${program} policy read ${flag}${name}; printf '%s\\n' ${added}; } | ${program} policy write ${flag}${name} -`;
}

/** A command that shows a policy. */
export function showPolicy({ program, namespace }: Place, policy: string): string {
  return `${program} policy read ${nameNamespace(namespace)}${quoteWord(policy)}`;
}

/** A line of a policy. */
export function grantReading(path: string): string {
  return `path "${path}" { capabilities = ["read"] }`;
}

/** A command that shows something of the method, such as `read` of its `config`. */
export function askMethod(
  { program, namespace, mount }: Place,
  verb: string,
  what: string,
): string {
  return `${program} ${verb} ${nameNamespace(namespace)}auth/${mount}/${quoteWord(what)}`;
}

/** The flag of the command line, with a blank behind it; empty for the root namespace. */
export function nameNamespace(namespace: string): string {
  return namespace === '' ? '' : `-namespace=${namespace} `;
}
