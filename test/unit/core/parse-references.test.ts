import { describe, expect, it } from 'vitest';
import { parseReferences } from '../../../src/core/references/parse-references.ts';
import { formatPath } from '../../../src/core/references/reference.ts';

const environment = { STAGE: 'prod', EVIL: 'a/../b', LINES: 'x y\nsecret/z q', KEY: 'user name' };

function parse(text: string) {
  const { references, failures } = parseReferences(text, environment);
  return {
    references: references.map(({ path, selector, name, absence, encoding }) => ({
      path: formatPath(path),
      selector,
      name,
      absence: absence.kind === 'default' ? `default ${absence.text}` : absence.kind,
      encoding,
    })),
    codes: failures.map(({ code }) => code),
    whys: failures.map(({ why }) => why).join('\n'),
  };
}

const key = (text: string) => ({ kind: 'key', key: text });
const plain = { absence: 'failure', encoding: undefined };

describe('a reference', () => {
  it.each([
    ['secret/app user', 'secret/app', key('user'), 'USER_NAME_IS_REFUSED'],
    ['secret/app password', 'secret/app', key('password'), 'PASSWORD'],
    ['/secret/app password | DB', 'secret/app', key('password'), 'DB'],
    ['secret/data/app a.b', 'secret/data/app', key('a.b'), 'A_B'],
    ['secret/app?version=3 x', 'secret/app?version=3', key('x'), 'X'],
    ['secret/app "my key" | K', 'secret/app', key('my key'), 'K'],
    ["secret/app 'a|b' | K", 'secret/app', key('a|b'), 'K'],
    ['secret/app "say \\"hi\\" \\\\" | K', 'secret/app', key('say "hi" \\'), 'K'],
    ['"secret/my app" x', 'secret/my app', key('x'), 'X'],
    ['secret/${STAGE}/db x', 'secret/prod/db', key('x'), 'X'],
    ['secret/$STAGE/db x', 'secret/prod/db', key('x'), 'X'],
    ['secret/app ${KEY} | K', 'secret/app', key('user name'), 'K'],
    ["secret/app '${KEY}' | K", 'secret/app', key('${KEY}'), 'K'],
    ['secret/app x | ${STAGE}', 'secret/app', key('x'), 'prod'],
    ['secret/app "*" | STAR', 'secret/app', key('*'), 'STAR'],
  ])('%s', (text, path, selector, name) => {
    const { references, codes } = parse(text);
    if (name.endsWith('REFUSED')) expect(codes).toEqual(['NAME_REFUSED']);
    else expect(references).toEqual([{ path, selector, name, ...plain }]);
  });

  it.each([
    ['secret/app *', { kind: 'every key', letterCase: 'upper', prefix: '' }, undefined],
    ['secret/app ** | app_', { kind: 'every key', letterCase: 'kept', prefix: 'app_' }, undefined],
    ['secret/app . | ALL', { kind: 'whole secret' }, 'ALL'],
  ])('%s selects more than a key', (text, selector, name) => {
    expect(parse(text).references).toEqual([{ path: 'secret/app', selector, name, ...plain }]);
  });

  it.each([
    ['secret/app x, optional', 'nothing', undefined],
    ['secret/app x | X , default "a, b; c"', 'default a, b; c', undefined],
    ['secret/app x, default ${STAGE}', 'default prod', undefined],
    ['secret/app x, decode base64', 'failure', 'base64'],
    ['secret/app x, decode hex, optional', 'nothing', 'hex'],
    ['secret/app x, default "", decode base64url', 'default ', 'base64url'],
  ])('%s has options', (text, absence, encoding) => {
    expect(parse(text).references).toMatchObject([{ name: 'X', absence, encoding }]);
  });
});

describe('the secrets text', () => {
  it('takes one reference a line or between semicolons, with comments and blank lines', () => {
    const text = `
      # database; not a reference
      secret/app a | A ;
      secret/app b | B; secret/app c | C;;

      #secret/app d | D
    \tsecret/app "e;#" | E\r
    `;
    expect(parse(text).references.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'E']);
  });

  it('takes a vault-action step as it is', () => {
    const text = `
      secret/data/ci/aws accessKey | AWS_ACCESS_KEY_ID ;
      secret/data/ci/aws secretKey | AWS_SECRET_ACCESS_KEY ;
      secret/data/ci npmToken ;
      /cubbyhole/foo * | MY_ ;`;
    const { references, codes } = parse(text);
    expect(codes).toEqual([]);
    expect(references.map(({ name }) => name)).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'NPMTOKEN',
      undefined,
    ]);
  });

  it('tells every fault of every line at once', () => {
    const { codes } = parse('secret/app\nsecret/app 1x\nsecret/app y | PATH\nsecret/app z');
    expect(codes).toEqual(['REFERENCE_INVALID', 'NAME_INVALID', 'NAME_REFUSED']);
  });

  it('names both references that set one variable, even from the same place', () => {
    const { codes, whys } = parse('secret/app a | A\nsecret/app a | A');
    expect(codes).toEqual(['NAME_TAKEN']);
    expect(whys).toContain('line 1');
    expect(whys).toContain('line 2');
  });

  it.each(['', '\n', '# only a comment', ';;'])('is refused when it names nothing: %j', (text) => {
    expect(parse(text).codes).toEqual(['REFERENCE_INVALID']);
  });
});

describe('a fault is told in words', () => {
  it.each([
    ['secret/app', 'the key is missing'],
    ['| X', 'the path is missing'],
    ['secret/app x |', 'the name behind "|" is missing'],
    ['secret/app x | A B', 'too much behind the name'],
    ['secret/app x y', 'too many words'],
    ['secret/app "x', 'is never closed'],
    ['secret/app data."0"', 'put the whole word into quotes'],
    ['secret/app .', 'needs a name'],
    ['secret/app $.$ | X', 'write "." for the whole secret'],
    ['secret/app x > out.txt', 'is not in this version yet'],
    ['secret/app x, mode 0600', 'belongs to files'],
    ['secret/app x, format json', 'belongs to files'],
    ['secret/app x, optonal', 'there is no option "optonal"'],
    ['secret/app x, optional yes', 'takes nothing behind it'],
    ['secret/app x, default', 'lacks its text'],
    ['secret/app x, decode rot13', 'takes one of base64'],
    ['secret/app x, optional, default "y"', 'exclude each other'],
    ['secret/app x, decode hex, decode hex', 'stands there twice'],
    ['secret/app x,', 'no option stands behind a comma'],
    ['secret/app *, default "x"', 'needs one key'],
    ['secret//app x', 'a doubled or a trailing'],
    ['secret/app/ x', 'a doubled or a trailing'],
    ['secret/../app x', '".." is not a part of a path'],
    ['secret/./app x', '"." is not a part of a path'],
    ['secret/%2e%2e/app x', 'holds "%"'],
    ['secret/a#b x', 'holds "#"'],
    ['secret/a\\b x', 'backslash'],
    ['"secret/a\u0007b" x', 'control character'],
    ['secret/a?x=1 y', 'not ?version=N'],
    ['secret/a?version=0 y', 'whole number from 1'],
    ['secret/a?version=1?version=2 y', 'not ?version=N'],
    ['sys/mounts x', 'belongs to Vault itself'],
    ['auth/token/lookup-self x', 'belongs to Vault itself'],
    ['v1/secret/app x', 'leave that out'],
    ['secret/${EVIL} x', 'a variable of the path holds "/"'],
    ['secret/${MISSING}/x y', 'MISSING is not set'],
    ['secret/app ${MISSING}', 'MISSING is not set'],
    ['secret/app x | ${MISSING}', 'MISSING is not set'],
    ['${LINES}', 'the key is missing'],
    [`secret/${'a'.repeat(1100)} x`, 'longer than 1024'],
  ])('%s', (text, words) => {
    const { references, codes, whys } = parse(text);
    expect(references).toEqual([]);
    expect(codes).toEqual(['REFERENCE_INVALID']);
    expect(whys).toContain(words);
  });
});
