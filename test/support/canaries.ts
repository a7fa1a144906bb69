import type { JobOutcome, VaultJobs } from './vault-jobs.ts';

// A shorter text may stand in an output by chance.
const shortestCanary = 8;

/**
 * Every form of every text that no output may hold: the tokens that the issuer
 * signed and their segments, the server's root token, the `VAULT_TOKEN` of the
 * job, and all that was written below a secrets engine; `others` are added.
 * Texts under 8 characters are left out, and so are a mount's and a role's names.
 */
export function listCanaries(
  { server, issuer }: Pick<VaultJobs, 'server' | 'issuer'>,
  { environment }: Pick<JobOutcome, 'environment'>,
  others: readonly string[] = [],
): Set<string> {
  const texts = [
    ...issuer.issued.flatMap((jwt) => [jwt, ...jwt.split('.')]),
    server.rootToken,
    environment['VAULT_TOKEN'] ?? '',
    ...server.listSecrets(),
    ...others,
  ];
  const lines = texts.flatMap((text) => [text, ...text.split(/\r?\n/)]);
  return new Set(lines.filter(({ length }) => length >= shortestCanary).flatMap(listSecretForms));
}

/** The text as it is, and as it looks in JSON, in a URL, in a form, in shell quotes, in base64. */
export function listSecretForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const wellFormed = bytes.toString();
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(wellFormed),
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
    text.replaceAll("'", `'\\''`),
    ...listBase64(bytes, 'base64'),
    ...listBase64(bytes, 'base64url'),
  ];
}

/** The characters that stand for the bytes wherever they begin in a longer text. */
function listBase64(bytes: Buffer, alphabet: 'base64' | 'base64url'): string[] {
  return [0, 1, 2].map((offset) => {
    const length = offset + bytes.length;
    const first = Math.ceil((offset * 4) / 3);
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    return padded.toString(alphabet).slice(first, Math.floor((length * 4) / 3));
  });
}
