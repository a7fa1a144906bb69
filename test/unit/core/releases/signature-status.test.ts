import { describe, expect, it } from 'vitest';
import { judgeSignature } from '../../../../src/core/releases/signature-status.ts';

const primary = 'C874011F0AB405110D02105534365D9472D7468F';
const subkey = '374EC75B485913604A831CC7C820C6D5CD27AB87';
const signedAt = 1_650_000_000;
const valid = `VALIDSIG ${subkey} 2022-04-15 ${signedAt} 0 4 0 1 10 00 ${primary}`;
const good = ['NEWSIG', 'SIG_ID x 2022-04-15 1650000000', 'GOODSIG C820C6D5CD27AB87 Name', valid];

function judge(...lines: string[]) {
  return judgeSignature(lines.map((line) => `[GNUPG:] ${line}\n`).join(''), primary);
}

describe('a signature', () => {
  it('by a subkey of the primary key is good', () => {
    expect(judge(...good)).toEqual({ isGood: true, expiredKey: false });
  });

  it('is good where only another subkey has expired', () => {
    expect(judge('NEWSIG', 'KEYEXPIRED 1500000000', ...good.slice(1))).toEqual({
      isGood: true,
      expiredKey: false,
    });
  });

  it.each([
    ['by another primary key', [...good.slice(0, 3), valid.replace(primary, subkey)]],
    ['whose last field is missing', [...good.slice(0, 3), valid.replace(` ${primary}`, '')]],
    ['that names the primary key elsewhere alone', [...good.slice(0, 3), `${valid} ${subkey}`]],
    ['over SHA-1', [...good.slice(0, 3), valid.replace('1 10 00', '1 2 00')]],
    ['that is bad', ['NEWSIG', 'BADSIG C820C6D5CD27AB87 Name']],
    ['that is bad beside a good one', [...good, 'NEWSIG', 'BADSIG C820C6D5CD27AB87 Name']],
    ['beside another', [...good, ...good]],
    ['beside one of an unknown key', [...good, 'ERRSIG X 1 10 00 1 9', 'NO_PUBKEY X']],
    ['by a revoked key', ['NEWSIG', 'REVKEYSIG C820C6D5CD27AB87 Name', valid]],
    ['that has expired', ['NEWSIG', 'EXPSIG C820C6D5CD27AB87 Name', valid]],
    ['without a word that it is good', ['NEWSIG', valid]],
    ['that is good without being valid', good.slice(0, 3)],
    ['that is none', ['NODATA 4']],
    ['of which nothing is told', []],
  ])('%s is not', (_title, lines) => {
    expect(judge(...lines).isGood).toBe(false);
  });

  it('told on lines of others counts for nothing', () => {
    expect(judgeSignature(good.join('\n'), primary).isGood).toBe(false);
  });
});

describe('a signature by a key that has expired by now', () => {
  const expired = (expiry: number): string[] => [
    'NEWSIG',
    'KEYEXPIRED 1',
    'KEY_CONSIDERED x 0',
    `KEYEXPIRED ${expiry}`,
    'SIG_ID x 2022-04-15 1650000000',
    'KEYEXPIRED 9999999999',
    'EXPKEYSIG C820C6D5CD27AB87 Name',
    valid,
  ];

  it('is good when it is older', () => {
    expect(judge(...expired(signedAt + 1))).toEqual({ isGood: true, expiredKey: true });
  });

  it.each([signedAt, signedAt - 1])('is not when the key had expired by then: %d', (expiry) => {
    expect(judge(...expired(expiry))).toEqual({ isGood: false, why: 'its key had expired before' });
  });

  it('is not when nobody tells when the key expired', () => {
    expect(judge('NEWSIG', 'EXPKEYSIG X Name', valid).isGood).toBe(false);
  });
});
