/** What gpgv found out about a signature. */
export type SignatureVerdict =
  | { readonly isGood: true; readonly expiredKey: boolean }
  /** `why` is a clause. */
  | { readonly isGood: false; readonly why: string };

const refusals: readonly (readonly [keyword: string, why: string])[] = [
  ['BADSIG', 'the signature is not that of this text'],
  ['REVKEYSIG', 'its key was revoked'],
  ['EXPSIG', 'the signature has expired'],
  ['NO_PUBKEY', 'another key made it'],
  ['ERRSIG', 'it cannot be checked'],
  ['NODATA', 'it is no signature'],
  ['UNEXPECTED', 'it is no signature'],
  ['FAILURE', 'it cannot be checked'],
];

// MD5, SHA-1 and RIPEMD-160 (RFC 9580 9.5): collisions are known, or near.
const weakHashes = ['1', '2', '3'];

/**
 * Judges the lines that gpgv writes to its status descriptor (GnuPG, doc/DETAILS,
 * "Format of the --status-fd output"). Good is one signature alone, by the primary
 * key with this fingerprint or a subkey of it; also one by a key that has expired
 * since, when the signature says that it is older than that.
 */
export function judgeSignature(status: string, fingerprint: string): SignatureVerdict {
  const lines = status
    .split(/\r?\n/)
    .filter((line) => line.startsWith('[GNUPG:] '))
    .map((line) => line.split(' ').slice(1));
  const find = (keyword: string): (readonly string[])[] =>
    lines.filter(([first]) => first === keyword);
  const refuse = (why: string): SignatureVerdict => ({ isGood: false, why });
  const refusal = refusals.find(([keyword]) => find(keyword).length > 0);
  if (refusal !== undefined) return refuse(refusal[1]);
  if (find('NEWSIG').length > 1) return refuse('there are several signatures');
  const valid = find('VALIDSIG');
  const [proof] = valid;
  if (proof === undefined || valid.length > 1) return refuse('there is no valid signature');
  // The last field is the primary key's; the first is that of the subkey that signed.
  if (proof.length < 11 || proof.at(-1) !== fingerprint) return refuse('another key made it');
  if (weakHashes.includes(proof[8] ?? '')) return refuse('its hash is too weak');
  if (find('GOODSIG').length === 1 && find('EXPKEYSIG').length === 0) {
    return { isGood: true, expiredKey: false };
  }
  if (find('EXPKEYSIG').length !== 1) return refuse('there is no good signature');
  const isOlder = Number(proof[3]) < findExpiry(lines);
  return isOlder ? { isGood: true, expiredKey: true } : refuse('its key had expired before');
}

/** Seconds since 1970 at which the signing key expired, told just before the signature; else 0. */
function findExpiry(lines: readonly (readonly string[])[]): number {
  const end = lines.findIndex(([keyword]) => keyword === 'SIG_ID');
  const before = lines.slice(0, Math.max(0, end)).filter(([keyword]) => keyword === 'KEYEXPIRED');
  const seconds = before.at(-1)?.[1] ?? '';
  return /^\d+$/.test(seconds) ? Number(seconds) : 0;
}
