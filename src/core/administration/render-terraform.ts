import type { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import { describeAdministrationFailure } from './administration-failures.ts';
import {
  Expression,
  encodeJson,
  type HclArguments,
  type HclValue,
  renderBlock,
  renderHeredoc,
} from './hcl.ts';
import { renderComment } from './render-comment.ts';
import { nameResource, type Resource } from './resource.ts';
import { nameSecretVariables, type SecretVariable } from './secret-variables.ts';
import { renderImports } from './terraform-imports.ts';
import { labelResources, type ResourceLabels } from './terraform-labels.ts';
import { fitConfig, fitRole, toHcl } from './terraform-role.ts';

/** Text for Terraform's `hashicorp/vault` provider. */
export interface TerraformText {
  readonly text: string;
  /** What none of the provider's resources can hold; the text lacks it. */
  readonly failures: readonly Failure[];
}

/** Writes one resource of the provider, in the namespace that all are of. */
type ResourceWriter = (type: string, label: string, body: HclArguments) => string;

/**
 * The resources of a namespace, empty for the root, in Terraform's language, formatted as `terraform fmt` does. Concealed
 * values become variables. A role that the provider's own resource cannot hold is
 * written through `vault_generic_endpoint`, with the reason above it.
 */
export function renderTerraform(resources: readonly Resource[], namespace: string): TerraformText {
  const variables = nameSecretVariables(resources);
  const labels = labelResources(resources);
  const failures = resources.filter(isNotNormal).map(describeNotNormal);
  const place: HclArguments = namespace === '' ? [] : [['namespace', namespace]];
  const write: ResourceWriter = (type, label, body) =>
    renderBlock('resource', [type, label], [...place, ...body]);
  const render = (resource: Resource): string[] => {
    switch (resource.kind) {
      case 'secrets engine':
        return [
          write('vault_mount', labels.find(resource), [
            ['path', resource.mount],
            ['type', 'kv'],
            ['options', { version: '2' }],
          ]),
        ];
      case 'secret':
        return renderSecret(resource, variables.get(resource) ?? [], labels, write);
      case 'policy':
        return [
          write('vault_policy', labels.find(resource), [
            ['name', resource.name],
            ['policy', renderHeredoc(resource.text.trimEnd())],
          ]),
        ];
      case 'auth config':
        // Its method's resource holds it, unless the method is not to be made.
        if (labels.isMethodMade(resource.mount)) return [];
        return renderMethod(resource, resources, labels, failures, write);
      case 'auth method':
        return renderMethod(resource, resources, labels, failures, write);
      case 'role':
        return [renderRole(resource, labels, write)];
    }
  };
  const header = renderImports(resources, labels, namespace);
  return { text: [...header, ...resources.flatMap(render)].join('\n'), failures };
}

function isNotNormal(resource: Resource): boolean {
  const text = JSON.stringify(resource);
  return text !== text.normalize('NFC');
}

function describeNotNormal(resource: Resource): Failure {
  return describeInexpressible(
    resource,
    "it holds a character that is not in Unicode's normal form C, and Terraform reads every text in that form",
  );
}

function describeInexpressible(resource: Resource, why: string): Failure {
  return describeAdministrationFailure('TERRAFORM_INEXPRESSIBLE', {
    what: `Terraform cannot hold the ${nameResource(resource)}.`,
    why,
    next: ['apply the plan itself, or print it as vault-commands'],
  });
}

function renderSecret(
  resource: Extract<Resource, { kind: 'secret' }>,
  variables: readonly SecretVariable[],
  labels: ResourceLabels,
  write: ResourceWriter,
): string[] {
  const values = Object.entries(resource.values).map(([key, value]): [string, HclValue] => {
    if (!(value instanceof Secret)) return [key, value];
    const variable = variables.find((one) => one.key === key)?.variable ?? '';
    return [key, new Expression(`var.${variable.toLowerCase()}`)];
  });
  const body: HclArguments = [
    ['mount', labels.referToEngine(resource.mount)],
    ['name', resource.path],
    ['data_json', encodeJson(Object.fromEntries(values))],
  ];
  const declared = variables.map(({ variable }) =>
    renderBlock(
      'variable',
      [variable.toLowerCase()],
      [
        ['type', new Expression('string')],
        ['sensitive', true],
      ],
    ),
  );
  const note =
    variables.length === 0
      ? ''
      : renderComment("Terraform keeps the secret's values in its state.");
  return [...declared, note + write('vault_kv_secret_v2', labels.find(resource), body)];
}

function renderMethod(
  resource: Extract<Resource, { kind: 'auth method' | 'auth config' }>,
  resources: readonly Resource[],
  labels: ResourceLabels,
  failures: Failure[],
  write: ResourceWriter,
): string[] {
  const { mount } = resource;
  const config = resources.find((one) => one.kind === 'auth config' && one.mount === mount);
  const fitted = config?.kind === 'auth config' ? fitConfig(config.fields) : [];
  if (typeof fitted === 'string') {
    failures.push(describeInexpressible(config ?? resource, fitted));
    return [];
  }
  const body: HclArguments = [['path', mount], ['type', 'jwt'], ...fitted];
  return [write('vault_jwt_auth_backend', labels.find(resource), body)];
}

function renderRole(
  resource: Extract<Resource, { kind: 'role' }>,
  labels: ResourceLabels,
  write: ResourceWriter,
): string {
  const { mount, name, fields } = resource;
  const label = labels.find(resource);
  const fitted = fitRole(fields);
  if (typeof fitted !== 'string') {
    const body: HclArguments = [
      ['backend', labels.referToMethod(mount)],
      ['role_name', name],
      ...fitted.map(([field, value]) => [field, referToPolicies(field, value, labels)] as const),
    ];
    return write('vault_jwt_auth_backend_role', label, body);
  }
  const written = Object.entries(fields).map(
    ([field, value]) => [field, referToPolicies(field, toHcl(value), labels)] as const,
  );
  const body: HclArguments = [
    ['depends_on', labels.listMethod(mount)],
    ['path', `auth/${mount}/role/${name}`],
    ['ignore_absent_fields', true],
    ['data_json', encodeJson(Object.fromEntries(written))],
  ];
  return renderComment(`${fitted}.`) + write('vault_generic_endpoint', label, body);
}

function referToPolicies(field: string, value: HclValue, labels: ResourceLabels): HclValue {
  if (field !== 'token_policies' || !Array.isArray(value)) return value;
  return value.map((policy) =>
    typeof policy === 'string' ? labels.referToPolicy(policy) : policy,
  );
}
