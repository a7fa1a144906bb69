import { throwFailures } from '../failure.ts';
import { renderJson } from './render-json.ts';
import { renderTerraform } from './render-terraform.ts';
import { renderVaultCommands } from './render-vault-commands.ts';
import type { Resource } from './resource.ts';

/** A text for those who apply the resources by other means. */
export type ResourceForm = 'vault-commands' | 'terraform' | 'json';

/** The resources of a namespace, empty for the root, in that form, in the order in which they are made. Throws `Failed` for what it cannot hold. */
export function renderResources(
  form: ResourceForm,
  resources: readonly Resource[],
  namespace: string,
): string {
  switch (form) {
    case 'vault-commands':
      return renderVaultCommands(resources, namespace);
    case 'json':
      return renderJson(resources, namespace);
    case 'terraform': {
      const { text, failures } = renderTerraform(resources, namespace);
      throwFailures(failures);
      return text;
    }
  }
}
