import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Insertion, insertAll } from '../../../../src/core/init/insertion.ts';
import { renderDiff, renderReplacement } from '../../../../src/core/init/render-diff.ts';

/** What `git apply` makes of a text and a diff. */
function applyDiff(text: string, diff: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-diff-'));
  try {
    writeFileSync(join(directory, 'config.yml'), text);
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: directory, input: diff });
    return readFileSync(join(directory, 'config.yml'), 'utf8');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const twenty = Array.from({ length: 20 }, (_, place) => `line ${place}\n`).join('');

describe('a diff', () => {
  it.each<[name: string, text: string, insertions: readonly Insertion[]]>([
    ['a line in front', 'a\nb\n', [{ offset: 0, text: 'new\n' }]],
    ['a line behind', 'a\nb\n', [{ offset: 4, text: 'new\n' }]],
    ['text within a line', 'a\nb\n', [{ offset: 3, text: ':' }]],
    [
      'text within a line, and a line below',
      'a\nb\n',
      [
        { offset: 1, text: ':' },
        { offset: 2, text: '  c\n' },
      ],
    ],
    [
      'two places in one line',
      'a: b\n',
      [
        { offset: 3, text: '[' },
        { offset: 4, text: ', c]' },
      ],
    ],
    ['a text without a newline at its end', 'a\nb', [{ offset: 3, text: '\nc\n' }]],
    [
      'the last line of such a text',
      'a\nb',
      [
        { offset: 3, text: ':' },
        { offset: 3, text: '\n  c\n' },
      ],
    ],
    ['a line in front of such a text', 'a\nb', [{ offset: 0, text: 'c\n' }]],
    [
      'two places far apart',
      twenty,
      [
        { offset: 7, text: 'x\n' },
        { offset: twenty.length - 8, text: 'y\n' },
      ],
    ],
    [
      'two places close by',
      twenty,
      [
        { offset: 7, text: 'x\n' },
        { offset: 28, text: 'y\n' },
      ],
    ],
    ['lines behind a text without a newline', 'a\nb', [{ offset: 3, text: '\nc' }]],
    ['Windows lines', 'a\r\nb\r\n', [{ offset: 3, text: 'c\r\n' }]],
  ])('of %s makes the new text by git apply', (_name, text, insertions) => {
    const diff = renderDiff('config.yml', 'config.yml', text, insertions);
    expect(applyDiff(text, diff)).toBe(insertAll(text, insertions));
  });

  it.each(['', '\n', ' \n\n', '  '])('of a whole blank text %j makes the new one', (text) => {
    const diff = renderReplacement('config.yml', 'config.yml', text, 'a\nb\n');
    expect(applyDiff(text, diff)).toBe('a\nb\n');
  });

  it('shows three lines around what changes, and no more', () => {
    expect(
      renderDiff('b.yml', 'b.yml', twenty, [{ offset: 7 * 10, text: 'new\n' }]),
    ).toBe(`--- a/b.yml
+++ b/b.yml
@@ -8,6 +8,7 @@
 line 7
 line 8
 line 9
+new
 line 10
 line 11
 line 12
`);
  });

  it('is empty when nothing is put in', () => {
    expect(renderDiff('a', 'a', twenty, [])).toBe('');
  });
});
