// Shorter ones would tear ordinary words apart and tell by it what they are. Of the words
// that are nobody's secret (true, none, root) only one is longer.
const shortestSecret = 6;
const shortestForm = 8;

type Rewriting = (text: string) => string;

const replace =
  (pattern: string | RegExp, replacement: string): Rewriting =>
  (text) =>
    text.replaceAll(pattern, replacement);

/** Writes code units as numbers: two hexadecimal digits after a sign, four after two signs. */
const escapeUnits =
  (pattern: RegExp, signs: string): Rewriting =>
  (text) =>
    text.replace(
      pattern,
      (unit) =>
        signs +
        unit
          .charCodeAt(0)
          .toString(16)
          .padStart(2 * signs.length, '0'),
    );

const toJson: Rewriting = (text) => JSON.stringify(text).slice(1, -1);

/**
 * How tools spell a text. As they differ in every step of a row, each is taken and left
 * out: it doubles the forms that it changes.
 */
const spellings: readonly (readonly [Rewriting, ...Rewriting[]])[] = [
  // JSON: JavaScript; Go, safe in HTML; PHP; Python; any of them within another document.
  [
    toJson,
    escapeUnits(/[<>&]/g, '\\u'),
    replace('/', '\\/'),
    escapeUnits(/[^ -~]/g, '\\u'),
    toJson,
  ],
  // Python's repr, Node's inspect, bash's $'…'.
  [toJson, replace('\\"', '"'), replace("'", "\\'")],
  [replace(/\r?\n/g, '\r\n')],
  // Between single quotes: most shells; BusyBox, dash and Python's shlex; SQL and YAML.
  [replace("'", "'\\''")],
  [replace("'", `'"'"'`)],
  [replace("'", "''")],
  // bash: between double quotes, and printf %q.
  [replace(/["$\\`]/g, '\\$&')],
  [replace(/^[#~]|[ -"$&-*,;<>?[-^`{-}]/g, '\\$&')],
  // URLs: JavaScript; RFC 3986 to the letter; forms in JavaScript; Python, which keeps the slash; forms.
  [
    encodeURIComponent,
    escapeUnits(/[!'()]/g, '%'),
    replace('*', '%2A'),
    replace('~', '%7E'),
    replace('%2F', '/'),
    replace('%20', '+'),
    (text) => text.replace(/%../g, (code) => code.toLowerCase()),
  ],
  // XML and HTML: libraries; Go; Python.
  [
    (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    replace('"', '&#34;'),
    replace('"', '&quot;'),
    replace("'", '&#39;'),
    replace("'", '&#x27;'),
    replace("'", '&apos;'),
  ],
];

/**
 * The forms in which a secret may stand in what a program prints: as it is; in base64,
 * wherever in a longer text it begins, and in hex; as shells, JSON, URLs, XML and the like
 * spell it; each longer line; the parts of a JWT (RFC 7519); the strings of a JSON value,
 * in all their forms. White space at the ends is left out. A secret that could not be told
 * from other text, being short or a common word, has none. May give a form twice. Not
 * among them: what is compressed, encrypted, encoded twice or printed in pieces.
 */
export function listForms(secret: string): string[] {
  const text = Buffer.from(secret).toString().trim();
  if (text.length < shortestSecret || text === 'localhost') return [];
  const forms = encode(text);
  // Any other text is spelled the same everywhere.
  if (/[^\w.-]/.test(text)) forms.push(...spell(text), ...listLeaves(text).flatMap(listForms));
  else if (text.startsWith('eyJ')) forms.push(...text.split('.'));
  return [text, ...forms.filter(({ length }) => length >= shortestForm)];
}

/** In base64 and hex, without the characters that hang on what stands before or after. */
function encode(text: string): string[] {
  const hex = Buffer.from(text).toString('hex');
  return (
    [0, 1, 2]
      .flatMap((before) => {
        const bytes = Buffer.from('\0'.repeat(before) + text);
        return (['base64', 'base64url'] as const).map((name) =>
          bytes.toString(name).slice(before && before + 1, (bytes.length * 4) / 3),
        );
      })
      .concat(hex, hex.toUpperCase())
      // Such text is often wrapped. Where a line ends within the first five characters,
      // which must be in one piece, the next line begins with one of these.
      .flatMap((form) => [form, form.slice(5)])
  );
}

/** The spellings of a text, and its lines without a PEM's frame. */
function spell(text: string): string[] {
  const forms = [text, ...text.split(/[\r\n]\s*|-----.*-----/)];
  for (const [first, ...others] of spellings) {
    const spelled = [first(text)];
    for (const rewrite of others) {
      for (const form of [...spelled]) {
        if (rewrite(form) !== form) spelled.push(rewrite(form));
      }
    }
    forms.push(...spelled);
  }
  // A replaced neighbour could lend a form the stars at its ends, or within it; what is
  // left of it without them is then found instead.
  return forms.flatMap((form) => [form, ...form.split(/^\*+|\*{4,}|\*+$/)]);
}

/** The strings within a JSON value. */
function listLeaves(text: string): string[] {
  const leaves: string[] = [];
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string') leaves.push(value);
    });
  } catch {
    // It is no JSON.
  }
  return leaves;
}
