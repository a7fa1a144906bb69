import { unescapeTags, writeInclude } from './include.ts';
import { isMapping } from './orb-files.ts';

// The orb tools want a longer command included (review check RC009), and no line
// of a YAML file over 200 characters (their .yamllint).
const longestCommand = 64;
const longestVariable = 200;

/** The scripts of an orb; equal texts share a file. */
export interface Scripts {
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
  /** Keeps a text under the name, or under one like it; gives the file's name. */
  keep(content: string, name: string): string;
}

/** `known` holds the names of texts that have one already, by their text. */
export function collectScripts(known: ReadonlyMap<string, string>): Scripts {
  const files = new Map<string, string>();
  const names = new Map<string, string>();
  return {
    files,
    keep: (content, name) => {
      const kept = names.get(content) ?? findFreeName(known.get(content) ?? name, files);
      names.set(content, kept);
      files.set(kept, content);
      return kept;
    },
  };
}

function findFreeName(name: string, taken: ReadonlyMap<string, string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) {
    free = name.replace(/(?=\.\w+$)/, `-${number}`);
  }
  return free;
}

/**
 * A part of a component, with an include in the place of each long command and
 * each long value of a step's environment. Text with a parameter in it stays: the
 * packer would take the parameter for text.
 */
export function takeOutScripts(part: unknown, owner: string, scripts: Scripts): unknown {
  if (Array.isArray(part)) return part.map((item) => takeOutScripts(item, owner, scripts));
  if (!isMapping(part)) return part;
  return mapEntries(part, (value, key) => {
    if (key === 'command') return include(value, longestCommand, `${owner}.sh`, scripts);
    if (key === 'environment' && isMapping(value)) {
      return mapEntries(value, (text, variable) =>
        include(text, longestVariable, `${nameVariable(variable)}.txt`, scripts),
      );
    }
    return takeOutScripts(value, owner, scripts);
  });
}

function include(value: unknown, longest: number, name: string, scripts: Scripts): unknown {
  if (typeof value !== 'string' || value.length <= longest) return value;
  const content = unescapeTags(value);
  return content === undefined ? value : writeInclude(`scripts/${scripts.keep(content, name)}`);
}

function nameVariable(variable: string): string {
  return variable.toLowerCase().replaceAll('_', '-');
}

function mapEntries(
  mapping: Readonly<Record<string, unknown>>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(mapping).map(([key, value]) => [key, change(value, key)]),
  );
}
