import { describeFailure, type Failure } from './failure.ts';
import type { VaultRefusal } from './vault-answers.ts';

/** The failure of a server that cannot answer anybody now, or undefined. */
export function describeServerTrouble(refusal: VaultRefusal, doing: string): Failure | undefined {
  const { status, waitMs } = refusal;
  if (!/^(408|412|429|47[234]|5(?!01)..)$/.test(`${status}`)) return undefined;
  const said = quoteErrors(refusal);
  const wait = waitMs === undefined ? '' : `, and asks to wait ${Math.ceil(waitMs / 1000)} s`;
  return describeFailure('VAULT_UNAVAILABLE', {
    what: `Vault could not answer ${doing} (${status}).`,
    why: `Vault says ${said}${wait}`,
    next: [/sealed/i.test(said) ? 'ask the operators to unseal Vault' : findRemedy(status)],
  });
}

function findRemedy(status: number): string {
  if (status === 412) return 'give the address of Vault itself, not of an agent in front of it';
  if (status === 429) return 'run fewer jobs at once, or raise the quota';
  return 'run the job again; if it stays so, ask the operators of Vault';
}

const longestQuote = 500;

/** The server's own words, shortened; `nothing` when it gave none. */
export function quoteErrors({ errors }: Pick<VaultRefusal, 'errors'>): string {
  const text = errors
    .map((error) => error.trim())
    .filter(Boolean)
    .join('; ');
  if (text === '') return 'nothing';
  if (text.length <= longestQuote) return `"${text}"`;
  // Never inside a word: half a token would pass for something else than a secret.
  return `"${text.slice(0, longestQuote).replace(/\S+$/, '')}…"`;
}
