import { getMember, getText, isJsonObject, parseJson } from '../json.ts';

/** One `path` block of a policy. */
export interface PolicyRule {
  /** As Vault matches it: without a slash in front. */
  readonly path: string;
  /** Such as `read`; `deny` overrules the others. */
  readonly capabilities: readonly string[];
}

// What `policy = "…"` stood for before there were capabilities, and still does
// (hashicorp/vault, vault/policy.go).
const oldPolicies: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

/**
 * Reads a policy in Vault's language (HCL, or JSON of the same form; HashiCorp,
 * "Policies"). Conditions on parameters are passed over. Undefined when the text
 * cannot be read so.
 */
export function parsePolicy(text: string): readonly PolicyRule[] | undefined {
  try {
    const entries = /^\s*\{/.test(text) ? readJson(text) : readBlocks(new Scanner(text));
    return entries.map(([path, body]) => {
      const capabilities = getMember(body, 'capabilities');
      const old = oldPolicies[getText(body, 'policy') ?? ''] ?? [];
      return {
        path: path.replace(/^\//, ''),
        // Vault adds what the old word grants (hashicorp/vault, vault/policy.go).
        capabilities: [...old, ...(Array.isArray(capabilities) ? capabilities.map(String) : [])],
      };
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Entry = readonly [path: string, body: unknown];

function readJson(text: string): Entry[] {
  const paths = getMember(parseJson(text), 'path');
  const maps: readonly unknown[] = Array.isArray(paths) ? paths : [paths];
  return maps.filter(isJsonObject).flatMap((map) => Object.entries(map));
}

const token = /\s+|#.*|\/\/.*|\/\*[\s\S]*?\*\/|(?<word>"(?:[^"\\\n]|\\.)*"|[\w.-]+|[{}[\]=,])/y;

/** The words of a text, one after the other; throws `SyntaxError` for what is none. */
class Scanner {
  readonly #words: readonly string[];
  #place = 0;

  constructor(text: string) {
    const words: string[] = [];
    token.lastIndex = 0;
    while (token.lastIndex < text.length) {
      const found = token.exec(text);
      if (found === null) throw new SyntaxError('this is no policy');
      if (found.groups?.['word'] !== undefined) words.push(found.groups['word']);
    }
    this.#words = words;
  }

  get next(): string | undefined {
    return this.#words[this.#place];
  }

  take(): string {
    const word = this.#words[this.#place];
    if (word === undefined) throw new SyntaxError('the policy ends too early');
    this.#place += 1;
    return word;
  }

  /** Takes the word if it is that one. */
  skip(word: string): boolean {
    if (this.next !== word) return false;
    this.#place += 1;
    return true;
  }
}

/** The `path` blocks of the outermost level. */
function readBlocks(scanner: Scanner): Entry[] {
  const entries: Entry[] = [];
  while (scanner.next !== undefined) {
    const name = readText(scanner.take());
    scanner.skip('=');
    const labels: string[] = [];
    while (scanner.next?.startsWith('"')) labels.push(readText(scanner.take()));
    if (scanner.next !== '{') continue;
    const body = readValue(scanner);
    if (name === 'path' && labels[0] !== undefined) entries.push([labels[0], body]);
  }
  return entries;
}

function readValue(scanner: Scanner): unknown {
  const word = scanner.take();
  if (word === '{') return readMembers(scanner);
  if (word !== '[') return readText(word);
  const items: unknown[] = [];
  while (!scanner.skip(']')) {
    items.push(readValue(scanner));
    scanner.skip(',');
  }
  return items;
}

function readMembers(scanner: Scanner): unknown {
  const members: [string, unknown][] = [];
  while (!scanner.skip('}')) {
    const name = readText(scanner.take());
    scanner.skip('=');
    members.push([name, readValue(scanner)]);
    scanner.skip(',');
  }
  return Object.fromEntries(members);
}

function readText(word: string): string {
  if (/^[{}[\]=,]$/.test(word)) throw new SyntaxError('this is no policy');
  return word.startsWith('"') ? String(JSON.parse(word)) : word;
}
