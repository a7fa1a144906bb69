import { describe, expect, it } from 'vitest';
import { findSum } from '../../../../src/core/releases/parse-sums.ts';

const digest = 'ab'.repeat(32);
const other = 'cd'.repeat(32);
const name = 'vault_1.12.2_linux_amd64.zip';

describe('signed sums', () => {
  it.each([
    ['one of several lines', `${other}  vault_1.12.2_darwin_amd64.zip\n${digest}  ${name}\n`],
    ['a line with a star', `${digest} *${name}\n`],
    ['no newline at the end', `${digest}  ${name}`],
    ['the newlines of Windows', `${digest}  ${name}\r\n`],
  ])('prove by %s', (_title, text) => {
    expect(findSum(text, name)).toBe(digest);
  });

  it.each([
    ['nothing', ''],
    ['other names alone', `${digest}  x${name}\n${digest}  ${name}.sig\n`],
    ['the name twice', `${digest}  ${name}\n${other}  ${name}\n`],
    ['the name twice with one digest', `${digest}  ${name}\n${digest}  ${name}\n`],
    ['a line of another kind', `${digest}  ${name}\nhello\n`],
    ['an empty line between', `\n${digest}  ${name}\n`],
    ['a digest of another length', `${digest}a  ${name}\n`],
    ['upper case', `${digest.toUpperCase()}  ${name}\n`],
    ['a path', `${digest}  ./${name}\n`],
    ['one blank', `${digest} ${name}\n`],
    ['three blanks', `${digest}   ${name}\n`],
  ])('prove nothing by %s', (_title, text) => {
    expect(findSum(text, name)).toBeUndefined();
  });
});
