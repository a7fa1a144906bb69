import { describe, expect, it } from 'vitest';
import { fillSections } from '../../../scripts/document/fill-sections.ts';

const document =
  'a\n<!-- begin one -->\nold\n<!-- end one -->\nb\n<!-- begin two -->\n<!-- end two -->\n';

describe('the generated sections of a document', () => {
  it('are replaced, and nothing else is', () => {
    const filled = fillSections(document, { one: 'new $1\n', two: 'x' });
    expect(filled).toBe(
      'a\n<!-- begin one -->\n\nnew $1\n\n<!-- end one -->\nb\n<!-- begin two -->\n\nx\n\n<!-- end two -->\n',
    );
    expect(fillSections(filled, { one: 'new $1', two: 'x' })).toBe(filled);
  });

  it.each([
    ['that nothing generates', { one: 'x' }, 'nothing generates the section "two"'],
    ['that the document lacks', { one: 'x', two: 'y', three: 'z' }, 'lacks the section three'],
  ])('%s are an error', (_kind, sections, words) => {
    expect(() => fillSections(document, sections)).toThrow(words);
  });
});
