import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/redactor.ts';
import { listForms } from '../../../src/core/secret-forms.ts';

const password = `it's a "b"\\c $d \`e\` <f>&g/h+i~j*k%l=é!(m)#n;o|p{q},[r]^s?t.u`;
const pem = `-----BEGIN KEY-----\n${'aB3/x'.repeat(12)}0123\n${'xY+9'.repeat(16)}\nQ==\n-----END KEY-----\n`;
const token = 'hvs.CAESIJ-0_9xZ';

function redact(secret: string, text: string): string {
  const redactor = createRedactor();
  redactor.add(secret);
  return redactor.redact(text);
}

type Case = readonly [title: string, code: string, redacted: string];

/** The cases with what bash printed for the code of each, the secret being in its environment. */
function runInBash(secret: string, cases: readonly Case[]): [...Case, printed: string][] {
  const script = cases.map(([, code]) => `( ${code} ) 2>&1; printf '\\0'`).join('\n');
  return addOutput(cases, run(secret, 'bash', ['--norc', '-c', script]));
}

/** The same for expressions in Python; the secret is `s` in them. */
function runInPython(secret: string, cases: readonly Case[]): [...Case, printed: string][] {
  const script = `import base64, html, json, os, shlex, urllib.parse as url
s = os.environ["SECRET"]
for text in [${cases.map(([, code]) => code).join(', ')}]: print(text, end="\\0")`;
  return addOutput(cases, run(secret, 'python3', ['-c', script]));
}

function run(secret: string, command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], SECRET: secret, LC_ALL: 'C.UTF-8' },
  });
  if (error !== undefined) throw error;
  return stdout;
}

function addOutput(cases: readonly Case[], output: string): [...Case, printed: string][] {
  const printed = output.split('\0');
  return cases.map((each, index) => [...each, printed[index] ?? '']);
}

describe('a password is found in what is printed by', () => {
  const inPython = runInPython(password, [
    ['as JSON', 'json.dumps(s)', '"****"'],
    ['as JSON in UTF-8', 'json.dumps(s, ensure_ascii=False)', '"****"'],
    ['as JSON in JSON', 'json.dumps(json.dumps(s))', '"\\"****\\""'],
    ['as a literal', 'repr(s)', "'****'"],
    ['as a shell word', 'shlex.quote(s)', "'****'"],
    ['in a URL path', 'url.quote(s)', '****'],
    ['in a part of one', 'url.quote(s, safe="")', '****'],
    ['in a URL query', 'url.urlencode({"p": s})', 'p=****'],
    ['in HTML', 'html.escape(s)', '****'],
    ['as hex', 's.encode().hex()', '****'],
    ['as hex in capitals', 's.encode().hex().upper()', '****'],
  ]);
  it.each(inPython)('Python, %s', (_title, _code, redacted, printed) => {
    expect(redact(password, printed)).toBe(redacted);
  });

  const inBash = runInBash(password, [
    ['printf %q', 'printf %q "$SECRET"', '****'],
    ['declare -p', 'declare -p SECRET', 'declare -x SECRET="****"\n'],
    ['set -x', 'set -x; : "$SECRET"', "+ : '****'\n"],
    ['@Q', 'echo "${SECRET@Q}"', "'****'\n"],
    ["BusyBox's set -x", `busybox ash -xc ': "$SECRET"'`, "+ : '****'\n"],
  ]);
  it.each(inBash)('bash, %s', (_title, _code, redacted, printed) => {
    expect(redact(password, printed)).toBe(redacted);
  });

  it.each([
    ['JSON.stringify', JSON.stringify([password]), '["****"]'],
    ['util.inspect', inspect([password]), "[ '****' ]"],
    ['encodeURIComponent', encodeURIComponent(password), '****'],
    ['URLSearchParams', `${new URLSearchParams({ p: password })}`, 'p=****'],
  ])('JavaScript, %s', (_title, text, redacted) => {
    expect(redact(password, text)).toBe(redacted);
  });
});

describe('a secret is found as written by', () => {
  it.each([
    ['Go, in JSON', 'a<b>&"c"/d', 'a\\u003cb\\u003e\\u0026\\"c\\"/d'],
    ['PHP, in JSON', 'schlüssel/1', 'schl\\u00fcssel\\/1'],
    ['Go, in HTML', `it's "<a&b>"`, 'it&#39;s &#34;&lt;a&amp;b&gt;&#34;'],
    ['XML writers', `it's "<a&b>"`, 'it&apos;s &quot;&lt;a&amp;b&gt;&quot;'],
    ['URLs in lower case', 'päss/wörd', 'p%c3%a4ss%2fw%c3%b6rd'],
    ['web forms', 'a b~c*d e', 'a+b%7Ec*d+e'],
    ['SQL', "it's mine", "it''s mine"],
    ['bash, at the beginning of a word', '~root/key', '\\~root/key'],
    ['bash, as a comment', '#1-secret', '\\#1-secret'],
    ['bash, on two lines', "it's\ntab\there", "$'it\\'s\\ntab\\there'"],
  ])('%s', (_title, secret, written) => {
    expect(redact(secret, `<${written}>`)).toMatch(/^<(\$')?\*{4}'?>$/);
  });
});

describe('a key of several lines is found in what is printed by', () => {
  const inPython = runInPython(pem, [
    ['as JSON', 'json.dumps(s)', '"****\\n"'],
    ['as hex', 's.encode().hex()', '****0a'],
    ['as base64 in mail', 'base64.encodebytes(s.encode()).decode()', '****\nCg==\n'],
  ]);
  it.each(inPython)('Python, %s', (_title, _code, redacted, printed) => {
    expect(redact(pem, printed)).toBe(redacted);
  });

  const inBash = runInBash(pem, [
    ['printf', 'printf %s "$SECRET"', '****\n'],
    ['sed, indented', 'printf %s "$SECRET" | sed "s/^/    /"', '    ****\n'],
    ['sed, as for a terminal', 'printf %s "$SECRET" | sed "s/$/\\r/"', '****\r\n'],
    ['grep, a line of it', 'printf %s "$SECRET" | grep aB3', '****\n'],
    ['base64, in lines', 'printf %s "$SECRET" | base64 -w 64', '****Cg==\n'],
    ['echo, as words', 'echo $SECRET', '****\n'],
    ['printf %q', 'printf %q "$SECRET"', "$'****\\n'"],
    ['set -x', 'set -x; : "$SECRET"', "+ : '****\n'\n"],
  ]);
  it.each(inBash)('bash, %s', (_title, _code, redacted, printed) => {
    expect(redact(pem, printed)).toBe(redacted);
  });
});

describe('a token in base64', () => {
  const places = [0, 1, 2, 3, 4, 5].flatMap((before) => [0, 1, 2].map((after) => [before, after]));

  it.each(places)('is hidden after %i bytes and before %i, and nothing else', (before, after) => {
    const bytes = Buffer.from('x'.repeat(before) + token + 'y'.repeat(after));
    // Six bits a character: those with a bit of another byte stay.
    const [start, end] = [
      Math.ceil((before * 8) / 6),
      Math.floor(((before + token.length) * 8) / 6),
    ];
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = bytes.toString(encoding);
      expect(redact(token, text)).toBe(`${text.slice(0, start)}****${text.slice(end)}`);
    }
  });

  it('is hidden wherever a line of 76 characters ends', () => {
    const forms = listForms(token).filter((form) => form.length > 15);
    for (let before = 0; before < 76; before += 1) {
      const text = Buffer.from('x'.repeat(before) + token).toString('base64');
      const redacted = redact(token, text.replace(/.{76}/g, '$&\n'));
      expect(redacted).toContain('****');
      for (const form of forms) expect(redacted.replace('\n', '')).not.toContain(form.slice(0, 6));
    }
  });
});

describe('the forms of a secret', () => {
  it.each(['', 'abcde', '  abcde\n', '12345', 'true', 'localhost', ' localhost\n'])(
    'are none for %j, which cannot be told from other text',
    (secret) => {
      expect(listForms(secret)).toEqual([]);
    },
  );

  it.each([
    ['each part of a JWT', 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dX', 'a eyJzdWIiOi c', 'a **** c'],
    ['no part of another token', token, 'CAESIJ-0_9xZ', 'CAESIJ-0_9xZ'],
    ['a string of a JSON value', '{"a":[{"key":"pass/word"}]}', 'pass/word', '****'],
    ['that string in a URL', '{"a":[{"key":"pass/word"}]}', 'pass%2Fword', '****'],
    ['a string of JSON in JSON', '{"a":"{\\"key\\":\\"password\\"}"}', 'password', '****'],
    ['no shorter string of a JSON value', '{"region":"us-east"}', 'us-east', 'us-east'],
    ['no key of a JSON value', '{"password":"us-east"}', 'password', 'password'],
    ['a longer line', 'first line\n  second line', 'a second line', 'a ****'],
    ['no shorter line', 'first line\nsecond', 'second', 'second'],
    ["no PEM's frame", pem, '-----BEGIN KEY-----', '-----BEGIN KEY-----'],
    ['itself without the white space around it', ' pass word\n', '<pass word>', '<****>'],
  ])('hold %s', (_title, secret, text, redacted) => {
    expect(redact(secret, text)).toBe(redacted);
  });

  it('can be had of half a character', () => {
    expect(listForms('pass\ud800word')).toContain('pass\ufffdword');
  });
});
