import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/redactor.ts';

function createKnowing(...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

describe('the redactor', () => {
  it.each([
    ['in the middle', 'a hunter2x b', ['hunter2x'], 'a **** b'],
    ['several times', 'secret1secret1 secret1', ['secret1'], '******** ****'],
    ['overlapping', 'abcdefghij', ['abcdefg', 'defghij'], '****'],
    ['one inside another', 'x abcdefghij y', ['cdefgh', 'abcdefghij'], 'x **** y'],
    ['the beginning of another', 'abcdefgh abcdef', ['abcdef', 'abcdefgh'], '**** ****'],
    [
      'a line of a longer one',
      'at line-two-of-it!',
      ['line-one-of-it\nline-two-of-it'],
      'at ****!',
    ],
    ['with other line ends', 'ab\r\ncd\r\nef', ['ab\ncd\nef\n'], '****'],
    ['with its lines joined', '<line-one line-two x>', ['line-one\nline-two\nx'], '<****>'],
    ['a pattern to others', 'a.b*c$&d', ['a.b*c$&d'], '****'],
    ['like a replacement', '***** ****** *******', ['******'], '***** **** ****'],
    ['of more bytes than letters', 'a пароль b', ['пароль'], 'a **** b'],
    ['cut at its half by the end', 'abcdefghij', ['abcdefghijklmnopqrst'], '****'],
    ['cut before its half by the end', 'abcdefghi', ['abcdefghijklmnopqrst'], 'abcdefghi'],
    ['cut to eight bytes by the end', 'abcdefgh', ['abcdefghij'], '****'],
    ['cut to seven bytes by the end', 'abcdefg', ['abcdefghij'], 'abcdefg'],
    ['nearly there', 'abcdefabcdefgh', ['abcdefabcdefgi'], 'abcdefabcdefgh'],
    ['too short to take out', 'the cat', ['cat'], 'the cat'],
    ['too common a word', 'on localhost', ['localhost'], 'on localhost'],
    ['blank', '[          ]', ['          '], '[          ]'],
    ['not there', 'nothing', ['something'], 'nothing'],
  ])('a secret %s', (_title, text, secrets, redacted) => {
    expect(createKnowing(...secrets).redact(text)).toBe(redacted);
  });

  it('knows from the next text on what is added', () => {
    const redactor = createKnowing('hunter2x');
    expect(redactor.redact('hunter2x correct-horse')).toBe('**** correct-horse');
    redactor.add('correct-horse');
    expect(redactor.redact('hunter2x correct-horse')).toBe('**** ****');
  });
});

describe('a redacting stream', () => {
  it.each([
    ['nothing that cannot become a secret', 'Password: ', 'Password: '],
    ['the beginning of a secret', 'ok hunt', 'ok '],
    ['its first byte', 'such', 'suc'],
    ['nothing of a secret that goes wrong', 'hunter2-n!', 'hunter2-n!'],
    ['what may be the end of a longer one', 'hunter2-yes hun', '**** '],
  ])('holds back %s', (_title, chunk, sent) => {
    const stream = createKnowing('hunter2-yes').createStream();
    expect(stream.push(Buffer.from(chunk)).toString()).toBe(sent);
  });

  it('holds back no blanks without end', () => {
    const stream = createKnowing('hunter2-yes').createStream();
    const blanks = Buffer.from(`hunter${' '.repeat(1000)}`);
    expect(stream.push(blanks)).toEqual(blanks);
  });

  it('shares the secrets with other streams and nothing else', () => {
    const redactor = createKnowing('hunter2-yes');
    const [first, second] = [redactor.createStream(), redactor.createStream()];
    expect(first.push(Buffer.from('hunter2')).toString()).toBe('');
    expect(second.end(Buffer.from('-yes')).toString()).toBe('-yes');
    expect(first.end(Buffer.from('-yes')).toString()).toBe('****');
  });

  it('keeps what it holds back apart from the chunk, which its giver may fill anew', () => {
    const stream = createKnowing('hunter2-yes').createStream();
    const chunk = Buffer.from('hunter2');
    stream.push(chunk);
    chunk.fill('x');
    expect(stream.end(Buffer.from('-no')).toString()).toBe('hunter2-no');
  });
});
