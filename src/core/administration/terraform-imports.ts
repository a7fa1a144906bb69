import { quoteWord } from '../quoting.ts';
import { renderComment } from './render-comment.ts';
import type { Resource } from './resource.ts';
import type { ResourceLabels } from './terraform-labels.ts';

/**
 * How Terraform takes over an engine or a method that is there, which it would fail to make: one
 * comment of several lines, or none (hashicorp/vault, "Importing namespaced resources" and each
 * resource's "Import").
 */
export function renderImports(
  resources: readonly Resource[],
  labels: ResourceLabels,
  namespace: string,
): string[] {
  const place = namespace === '' ? '' : `TERRAFORM_VAULT_NAMESPACE_IMPORT=${quoteWord(namespace)} `;
  const types = { 'secrets engine': 'vault_mount', 'auth method': 'vault_jwt_auth_backend' };
  const commands = resources.flatMap((resource) =>
    resource.kind === 'secrets engine' || resource.kind === 'auth method'
      ? `${place}terraform import ${types[resource.kind]}.${labels.find(resource)} ${quoteWord(resource.mount)}`
      : [],
  );
  if (commands.length === 0) return [];
  return [
    ['Before the first apply, for what is there already:', ...commands].map(renderComment).join(''),
  ];
}
