import { stringify } from 'yaml';

/** CircleCI reads YAML 1.1, in which `yes` and `on` are booleans. */
export const yamlVersion = { version: '1.1' } as const;

/** A config or an orb as YAML text, one line for each text; every value keeps its type for CircleCI. */
export function printYaml(document: object): string {
  return stringify(document, { ...yamlVersion, lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Literal text as it stands in an orb (CircleCI, "Reusing config": `<<` is escaped as
 * `\<<`). The packer does the same to the files that it includes.
 */
export function escapeTags(text: string): string {
  return text.replaceAll('<<', '\\<<');
}
