/** An expression that is written as it is, such as `vault_policy.deploy.name`. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as Terraform's language writes it. */
export type HclValue =
  | string
  | number
  | boolean
  | Expression
  | readonly HclValue[]
  | { readonly [key: string]: HclValue };

/** Arguments of a block, in their order. */
export type HclArguments = readonly (readonly [name: string, value: HclValue])[];

/** A block such as `resource "vault_policy" "deploy" { … }`, formatted as `terraform fmt` does. */
export function renderBlock(kind: string, labels: readonly string[], body: HclArguments): string {
  const head = [kind, ...labels.map((label) => renderString(label))].join(' ');
  return `${head} {\n${renderArguments(body, '  ')}}\n`;
}

/** A string, in which nothing is an expression (Terraform, "Strings and templates"). */
function renderString(text: string): string {
  const escaped = escapeTemplate(text)
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}

/** A text of several lines, in which nothing is an expression; a newline is added to it. For a block's last argument. */
export function renderHeredoc(text: string): Expression {
  const lines = text.split('\n');
  let end = 'EOT';
  while (lines.some((line) => line.trim() === end)) end += '_';
  return new Expression(`<<${end}\n${escapeTemplate(text)}\n${end}`);
}

/** `jsonencode(…)` of an object. */
export function encodeJson(value: { readonly [key: string]: HclValue }): Expression {
  return new Expression(`jsonencode(${renderValue(value, '  ')})`);
}

function escapeTemplate(text: string): string {
  return text.replace(/[$%]\{/g, (opening) => opening.charAt(0) + opening);
}

/** Arguments on lines of their own; those of one line that stand together have their `=` aligned. */
function renderArguments(body: HclArguments, indent: string): string {
  const written = body.map(([name, value]) => ({ name, text: renderValue(value, indent) }));
  // A heredoc begins on the line of its `=`.
  const isLong = (at: number): boolean => /^(?!<<).*\n/.test(written[at]?.text ?? '\n');
  return written
    .map(({ name, text }, at) => {
      let first = at;
      let last = at;
      if (!isLong(at)) {
        while (!isLong(first - 1)) first -= 1;
        while (!isLong(last + 1)) last += 1;
      }
      const width = Math.max(
        ...written.slice(first, last + 1).map((one) => countColumns(one.name)),
      );
      const padding = ' '.repeat(width - countColumns(name));
      return `${indent}${name}${padding} = ${text}\n`;
    })
    .join('');
}

/** Characters as a reader sees them, which is what `terraform fmt` counts. */
function countColumns(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

function renderValue(value: HclValue, indent: string): string {
  if (value instanceof Expression) return value.text;
  if (typeof value === 'string') return renderString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map((item) => renderValue(item, indent)).join(', ')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => [/^[A-Za-z_]\w*$/.test(key) ? key : renderString(key), member] as const,
  );
  if (members.length === 0) return '{}';
  return `{\n${renderArguments(members, `${indent}  `)}${indent}}`;
}

function isList(value: HclValue): value is readonly HclValue[] {
  return Array.isArray(value);
}
