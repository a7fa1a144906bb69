import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandReferences } from '../../src/core/expansion.ts';
import { anyText, hardText } from '../support/arbitrary-text.ts';

// Few names, so that values name variables that are there.
const name = fc.constantFrom('A', 'B', 'A1', '_b');
const value = fc.oneof(anyText, hardText, fc.constantFrom('', '${A}', '$B', '${A1}${_b}', '$&$1'));
const environment = fc.dictionary(name, value);

/** Text that names no variable, and the name of one. */
const parts = fc.array(
  fc.oneof(
    hardText.map((text) => ({ text: text.replaceAll('$', '§') })),
    name.map((variable) => ({ variable })),
  ),
);

describe('the expansion of variables', () => {
  it('puts each value in the place of its name and looks at nothing twice', () => {
    fc.assert(
      fc.property(parts, environment, (list, values) => {
        const text = list.map((part) => ('text' in part ? part.text : `\${${part.variable}}`));
        const expected = list.map((part) =>
          'text' in part ? part.text : (values[part.variable] ?? ''),
        );
        const unset = list.flatMap((part) =>
          'variable' in part && (values[part.variable] ?? '') === '' ? [part.variable] : [],
        );
        expect(expandReferences(text.join(''), values)).toEqual({ text: expected.join(''), unset });
      }),
    );
  });

  it('leaves a text without "$" alone, and takes "$NAME" for a name only when it is all', () => {
    fc.assert(
      fc.property(hardText, name, environment, (text, variable, values) => {
        const plain = text.replaceAll('$', '§');
        expect(expandReferences(plain, values)).toEqual({ text: plain, unset: [] });
        const bare = `${plain}.$${variable}`;
        expect(expandReferences(bare, values)).toEqual({ text: bare, unset: [] });
        expect(expandReferences(`$${variable}`, values)).toEqual(
          expandReferences(`\${${variable}}`, values),
        );
      }),
    );
  });
});
