import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, type RedactingStream, type Redactor } from '../../src/core/redactor.ts';
import { listForms } from '../../src/core/secret-forms.ts';

// So few letters that secrets overlap, hold and nearly equal one another.
const secret = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '/'),
  minLength: 6,
  maxLength: 13,
});
const secrets = fc.array(secret, { minLength: 1, maxLength: 4 });
// What no form of such a secret holds; and it is never blank, as a break in a secret is.
const plain = fc
  .string({ unit: fc.constantFrom('.', ',', ';', ' ', '\n', '🔑') })
  .map((text) => `.${text}.`);

function listAllForms(known: readonly string[]): string[] {
  return known.flatMap((each) => listForms(each));
}

/** One of the secrets' forms, whole or cut short. */
function formOf(known: readonly string[]): fc.Arbitrary<string> {
  const form = fc.constantFrom(...listAllForms(known));
  const cut = fc.tuple(form, fc.nat(30)).map(([whole, length]) => whole.slice(0, length));
  return fc.oneof(form, cut);
}

/** Text in which forms, parts of forms and other text follow one another. */
function textAround(known: readonly string[], other: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  return fc
    .array(fc.oneof(formOf(known), other), { maxLength: 8 })
    .map((parts) => Buffer.from(parts.join('')));
}

function createKnowing(known: readonly string[]): Redactor {
  const redactor = createRedactor();
  for (const each of known) redactor.add(each);
  return redactor;
}

/** What comes out for the chunks that end at these places; the stream stays open. */
function pushChunks(stream: RedactingStream, bytes: Buffer, ends: Iterable<number>): Buffer {
  const out: Buffer[] = [];
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    out.push(stream.push(bytes.subarray(start, end)));
    start = end;
  }
  return Buffer.concat(out);
}

function redactChunks(redactor: Redactor, bytes: Buffer, ends: Iterable<number>): string {
  const stream = redactor.createStream();
  return Buffer.concat([pushChunks(stream, bytes, ends), stream.end()]).toString('latin1');
}

function findForms(output: string, known: readonly string[]): string[] {
  return listAllForms(known).filter((form) =>
    output.includes(Buffer.from(form).toString('latin1')),
  );
}

describe('a redacted stream', () => {
  const other = fc.oneof(plain, fc.string({ unit: fc.constantFrom('a', 'b', 'é', '/', '*') }));
  const knownAndBytes = secrets.chain((known) =>
    fc.tuple(fc.constant(known), textAround(known, other)),
  );

  it('holds no form of a secret, however it was cut into chunks', () => {
    fc.assert(
      fc.property(knownAndBytes, ([known, bytes]) => {
        const redactor = createKnowing(known);
        const whole = redactChunks(redactor, bytes, []);
        expect(findForms(whole, known)).toEqual([]);
        for (let cut = 0; cut <= bytes.length; cut += 1) {
          expect(redactChunks(redactor, bytes, [cut])).toBe(whole);
        }
        expect(redactChunks(redactor, bytes, bytes.keys())).toBe(whole);
        expect(Buffer.from(redactor.redact(bytes.toString())).toString('latin1')).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('holds all that is not secret, and one replacement for each secret', () => {
    const knownAndParts = secrets.chain((known) =>
      fc.tuple(
        fc.constant(known),
        fc.array(fc.tuple(plain, fc.constantFrom(...listAllForms(known)))),
        plain,
      ),
    );
    fc.assert(
      fc.property(knownAndParts, ([known, parts, last]) => {
        const text = parts.map(([before, form]) => before + form).join('') + last;
        const redacted = parts.map(([before]) => `${before}****`).join('') + last;
        const stream = createKnowing(known).createStream();
        expect(stream.push(Buffer.from(text)).toString()).toBe(redacted);
        expect(stream.end().toString()).toBe('');
      }),
    );
  });

  it('hides what was added in the middle of it, in all that comes later', () => {
    const phases = fc
      .tuple(secrets, secrets)
      .chain(([early, late]) =>
        fc.tuple(
          fc.constant(early),
          fc.constant(late),
          textAround([...early, ...late], other),
          textAround([...early, ...late], other),
        ),
      );
    fc.assert(
      fc.property(phases, fc.nat(), ([early, late, before, after], cut) => {
        const run = (endsBefore: Iterable<number>, endsAfter: Iterable<number>): string => {
          const redactor = createKnowing(early);
          const stream = redactor.createStream();
          pushChunks(stream, before, endsBefore);
          for (const each of late) redactor.add(each);
          return Buffer.concat([pushChunks(stream, after, endsAfter), stream.end()]).toString(
            'latin1',
          );
        };
        const whole = run([], []);
        expect(findForms(whole, [...early, ...late])).toEqual([]);
        expect(run(before.keys(), after.keys())).toBe(whole);
        expect(run([], [cut % (after.length + 1)])).toBe(whole);
      }),
    );
  });

  it('hides a secret that is wrapped or indented past its sixth byte', () => {
    const plainSecret = fc.stringMatching(/^[a-z]{12,40}$/);
    const breakAt = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      gap: fc.constantFrom('\n', '\r\n', '\n    '),
    });
    fc.assert(
      fc.property(plainSecret, fc.array(breakAt, { maxLength: 2 }), (known, breaks) => {
        for (const form of listForms(known)) {
          let wrapped = form;
          for (const { at, gap } of breaks) {
            const place = 6 + Math.floor(at * (form.length - 6));
            wrapped = `${wrapped.slice(0, place)}${gap}${wrapped.slice(place)}`;
          }
          expect(createKnowing([known]).redact(`<${wrapped.trim()}>`)).toBe('<****>');
        }
      }),
    );
  });

  it('lets any bytes through when no secret is among them', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 200 }));
    fc.assert(
      fc.property(chunks, (pieces) => {
        const stream = createKnowing(['hunter2hunter2', 'päßwörter\n"$']).createStream();
        const out = pieces.map((piece) => stream.push(piece));
        expect(Buffer.concat([...out, stream.end()])).toEqual(Buffer.concat(pieces));
      }),
    );
  });

  it('holds no secret that borrows stars from a replacement', () => {
    const starry = fc
      .tuple(
        fc.constantFrom('', '*', '**'),
        fc.stringMatching(/^[ab]{8,10}$/),
        fc.constantFrom('', '*', '*****'),
        fc.stringMatching(/^[ab]{8,10}$/),
        fc.constantFrom('', '*', '**'),
      )
      .map((parts) => parts.join(''));
    const knownAndText = fc
      .array(starry, { minLength: 1, maxLength: 3 })
      .chain((known) =>
        fc.tuple(fc.constant(known), textAround(known, fc.constantFrom('*', 'a', 'b'))),
      );
    fc.assert(
      fc.property(knownAndText, ([known, bytes]) => {
        const redacted = createKnowing(known).redact(bytes.toString());
        expect(findForms(redacted, known)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
