import { answerWith } from '../faulty-server.ts';
import { type FaultCase, login, type PassingCase, read, revocation } from './fault-case.ts';

const values = {
  STARS: '****',
  MORE_STARS: '********',
  YES: 'true',
  LETTER: 'a',
  BLANKS: '    ',
  BRACE: '{',
  PREFIX: 'vault-oidc',
  NAME: 'LETTER',
  WORD: 'secret',
  EMPTY: '',
};

/** Values that are hard to hide: the job gets them, and its log is still to be read. */
export const hardToHide: PassingCase = {
  title: 'that stand in every text',
  faults: {
    [read]: answerWith(
      200,
      JSON.stringify({
        data: { data: values, metadata: { version: 1, created_time: '2026-11-24T12:00:00Z' } },
      }),
    ),
  },
  secrets: `${read} **`,
  variables: values,
  requests: [login, read, revocation],
};

/** A value that no variable and no answer may be as long as. */
export const endlessValue: FaultCase = {
  title: 'of 64 MiB',
  faults: { [read]: answerWith(200, `{"data": {"key": "${'x'.repeat(64 * 1024 * 1024)}"}}`) },
  status: 6,
  code: 'ANSWER_TOO_LARGE',
  words: ['more than 10 MiB'],
  requests: 2,
};
