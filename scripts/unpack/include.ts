import { escapeTags } from '../../orb/circleci-yaml.ts';

// CircleCI's packer puts a file of the orb's directory in the place of
// `<<include(path)>>`, and escapes every `<<` of the file (CLI 0.1, process/process.go).
const include = /<<\s*include\(([-\w/.]+)\)?\s*>>/;

/** The text of a file that packs into this text, or undefined when there is none. */
export function unescapeTags(text: string): string | undefined {
  const content = text.replaceAll('\\<<', '<<');
  return escapeTags(content) === text ? content : undefined;
}

/** The reference to a file; its path begins at the orb's directory. */
export function writeInclude(path: string): string {
  // Without a blank: the orb tools look for "<<include(" (review check RC009).
  return `<<include(${path})>>`;
}

/**
 * The path that a text includes, undefined for a text without an include. Throws
 * for text around an include, which the CLI 0.1 refuses.
 */
export function readInclude(text: string): string | undefined {
  const found = include.exec(text);
  if (found === null) return undefined;
  if (found[0] !== text) throw new Error(`an include is not the whole value: ${text}`);
  return found[1];
}
