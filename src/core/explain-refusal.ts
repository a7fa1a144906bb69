import { describeFailure, type Failure } from './failure.ts';
import { getMember, getText } from './json.ts';
import { listLines, type PlannedRead } from './read-plan.ts';
import { formatPath, type SecretPath } from './references/reference.ts';
import type { VaultRefusal } from './vault-answers.ts';

/** What the log-in was asked for; nothing of it is secret. */
export interface LoginRequest {
  readonly mount: string;
  readonly role: string;
  /** The token's audiences, as far as they could be decoded. */
  readonly audiences: readonly string[];
}

/** Why Vault refused the log-in, and what to change. */
export function explainLoginRefusal(refusal: VaultRefusal, request: LoginRequest): Failure {
  const trouble = explainServerTrouble(refusal, 'the log-in');
  if (trouble !== undefined) return trouble;
  const { mount, role } = request;
  const roleText = role === '' ? "the mount's default role" : `the role "${role}"`;
  const what = `Vault refused the log-in (${refusal.status}).`;
  const said = quoteErrors(refusal);
  const rolePath = `auth/${mount}/role/${role === '' ? '<role>' : role}`;

  if (/no audiences bound to the role/.test(said)) {
    const audience = request.audiences[0] ?? '<audience>';
    return describeFailure('LOGIN_AUDIENCE_UNBOUND', {
      what,
      why: `${roleText} has no bound_audiences, and the token's audience is "${audience}"`,
      next: [
        `add bound_audiences="${audience}" to the role; a role is written whole, so repeat its other settings: vault write ${rolePath} …`,
      ],
    });
  }
  if (refusal.status === 403 || refusal.status === 404) {
    return describeFailure('LOGIN_REFUSED', {
      what,
      why: `Vault gives no reason but ${said}: there may be no auth method at auth/${mount}, not in this namespace, or the role admits other addresses only (token_bound_cidrs)`,
      next: [
        'check "auth_mount" and "namespace": vault auth list',
        `check token_bound_cidrs of the role: vault read ${rolePath}`,
      ],
    });
  }
  return describeFailure('LOGIN_REFUSED', {
    what,
    why: `asked for ${roleText} at auth/${mount}, it says ${said}`,
    next: [`compare the role with the token's claims: vault read ${rolePath}`],
  });
}

/** Why a read was refused, and what to change; for every status, 404 among them. */
export function explainReadRefusal(refusal: VaultRefusal, read: PlannedRead): Failure {
  const path = formatPath(read.path);
  const trouble = explainServerTrouble(refusal, `the read of ${path}`);
  if (trouble !== undefined) return trouble;
  const lines = listLines(read.references);
  if (refusal.status === 403) {
    return describeFailure('SECRET_FORBIDDEN', {
      what: `Vault forbids reading ${path} (403).`,
      why: `${lines}: no policy of the role grants it, or nothing is mounted there`,
      next: [`add to a policy of the role: ${writePolicy(read.requestPath)}`],
    });
  }
  if (refusal.status === 404) return explainMissing(refusal, read, lines);
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault answered the read of ${path} with status ${refusal.status}.`,
    why: `${lines}: it says ${quoteErrors(refusal)}`,
    next: ['check that this engine gives its secrets to a plain read (GET)'],
  });
}

function explainMissing(refusal: VaultRefusal, read: PlannedRead, lines: string): Failure {
  const path = formatPath(read.path);
  const metadata = getMember(getMember(refusal.body, 'data'), 'metadata');
  const deletedAt = getText(metadata, 'deletion_time') ?? '';
  const isDestroyed = getMember(metadata, 'destroyed') === true;
  if (deletedAt !== '' || isDestroyed) {
    return describeFailure('SECRET_DELETED', {
      what: `The secret ${path} is ${isDestroyed ? 'destroyed' : 'deleted'}.`,
      why: `${lines}: ${isDestroyed ? 'this version was destroyed for good' : `this version was deleted at ${deletedAt}`}`,
      next: ['write it anew, pin an older version with ?version=N, or undelete it'],
    });
  }
  return describeFailure('SECRET_MISSING', {
    what: `There is no secret ${path} (404).`,
    why: `${lines}: Vault has nothing at ${read.requestPath}`,
    next: ['check the path', 'or let it be missing: add ", optional", or ", default" with a text'],
  });
}

/** Why Vault would not say which engine serves a path. */
export function explainMountRefusal(refusal: VaultRefusal, path: SecretPath): Failure {
  const written = formatPath({ ...path, version: undefined });
  const trouble = explainServerTrouble(refusal, `the question which engine serves ${written}`);
  if (trouble !== undefined) return trouble;
  const [mount = '', ...rest] = path.segments;
  if (refusal.status === 403) {
    return describeFailure('SECRET_FORBIDDEN', {
      what: `Vault forbids reading ${written} (403).`,
      why: 'no policy of the role grants anything below its mount, or nothing is mounted there',
      next: [
        'check the path and the namespace',
        `add to a policy of the role: ${writePolicy([mount, 'data', ...rest].join('/'))} (KV version 1 and other engines: without data/)`,
      ],
    });
  }
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault did not tell which engine serves ${written} (${refusal.status}).`,
    why: `sys/internal/ui/mounts says ${quoteErrors(refusal)}`,
    next: ["write the API's path, which needs no question: <mount>/data/<path> for KV version 2"],
  });
}

/** The failure of a server that cannot answer anybody now, or undefined. */
function explainServerTrouble(refusal: VaultRefusal, doing: string): Failure | undefined {
  const { status } = refusal;
  const isTrouble = status === 429 || status === 408 || (status >= 500 && status !== 501);
  if (!isTrouble && status !== 412 && (status < 472 || status > 474)) return undefined;
  const isSealed = /sealed/i.test(quoteErrors(refusal));
  return describeFailure('VAULT_UNAVAILABLE', {
    what: `Vault could not answer ${doing} (${status}).`,
    why: `it says ${quoteErrors(refusal)}`,
    next: [
      isSealed
        ? 'ask the operators to unseal Vault'
        : 'run the job again; if it stays so, ask the operators of Vault',
    ],
  });
}

function writePolicy(path: string): string {
  const decoded = decodeURIComponent(path.split('?', 1)[0] ?? '');
  return `path "${decoded}" { capabilities = ["read"] }`;
}

const longestQuote = 500;

/** The server's own words, shortened; `nothing` when it gave none. */
export function quoteErrors({ errors }: Pick<VaultRefusal, 'errors'>): string {
  const text = errors.map((error) => error.trim()).join('; ');
  if (text === '') return 'nothing';
  if (text.length <= longestQuote) return `"${text}"`;
  // Never inside a word: half a token would pass for something else than a secret.
  return `"${text.slice(0, longestQuote).replace(/\S+$/, '')}…"`;
}
