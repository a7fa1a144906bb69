import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure, isFailure } from '../core/failure.ts';
import { getNumber, getText, parseJson } from '../core/json.ts';
import { Secret } from '../core/secret.ts';
import type { Session } from '../core/session.ts';
import { isConfidential, parseUrl } from '../core/url.ts';
import type { Sessions } from '../ports.ts';

const filePattern = /^session-(\d{1,6})\.json$/;

/**
 * The job's sessions as files of mode 0600 in one directory of mode 0700 outside
 * the checkout; `VAULT_OIDC_SESSION` holds the path of one of them.
 */
export function createSessionFiles(environment: Environment): Sessions {
  const known = environment['VAULT_OIDC_SESSION'] ?? '';
  const directory = dirname(known);
  const isThere = known !== '' && existsSync(directory);
  const paths = new WeakMap<Session, string>();
  return {
    list: async () => {
      const numbers = isThere ? await guard(() => listNumbers(directory)) : [];
      const read = numbers.map((number) => {
        const path = join(directory, nameFile(number));
        const session = readSession(path);
        if (!isFailure(session)) paths.set(session, path);
        return session;
      });
      return {
        sessions: read.flatMap((session) => (isFailure(session) ? [] : [session])),
        failures: read.filter(isFailure),
      };
    },
    save: async (session) => {
      const path = await guard(() => writeSession(session, isThere ? directory : makeDirectory()));
      paths.set(session, path);
      return path;
    },
    remove: async (session) => {
      const path = paths.get(session);
      if (path !== undefined) await guard(() => removeSession(path));
    },
  };
}

/** Whether nobody else can have written there; Windows has neither owners nor modes of this kind. */
function isPrivate({ mode, uid }: Stats): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
}

/** The numbers of the directory's session files, the newest first. Throws where others may write. */
function listNumbers(directory: string): number[] {
  if (!isPrivate(lstatSync(directory))) throw new Error(`${directory} is not private to this user`);
  return readdirSync(directory)
    .flatMap((name) => filePattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((first, second) => second - first);
}

function nameFile(number: number): string {
  return `session-${number}.json`;
}

/** A new private directory that no checkout, and so no artifact or cache of it, contains. */
function makeDirectory(): string {
  // In turn, for some containers know no home.
  for (const locate of [tmpdir, homedir]) {
    const place = realpathSync(locate());
    const isOutside = relative(process.cwd(), place).startsWith('..') || process.cwd() === '/';
    if (isOutside) return mkdtempSync(join(place, 'vault-oidc-'));
  }
  throw new Error('every place for it is in the checkout');
}

function writeSession({ token, ...session }: Session, directory: string): string {
  const number = (listNumbers(directory)[0] ?? 0) + 1;
  const path = join(directory, nameFile(number));
  const text = JSON.stringify({ ...session, token: token.reveal() });
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  return path;
}

function removeSession(path: string): void {
  unlinkSync(path);
  if (readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path));
}

/** Reads a file that nobody else could have written; any other is a failure. */
function readSession(path: string): Session | Failure {
  const refuse = (why: string): Failure =>
    describeUnusable(`${path}: ${why}`, 'remove it; its token ends with its TTL');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return refuse('it cannot be opened, or is a link');
  }
  try {
    const status = fstatSync(descriptor);
    if (!isPrivate(status) || status.nlink !== 1)
      return refuse('another user owns it, or may read or write it');
    return parseSession(readFileSync(descriptor, 'utf8'));
  } catch {
    return refuse('its content is not what auth wrote');
  } finally {
    closeSync(descriptor);
  }
}

/** Throws for a text that `auth` did not write. */
function parseSession(text: string): Session {
  const stored = parseJson(text);
  const read = (name: string): string => {
    const value = getText(stored, name);
    if (value === undefined || !/^[ -~]*$/.test(value)) throw new SyntaxError(name);
    return value;
  };
  const url = parseUrl(read('address'));
  if (url === undefined || !isConfidential(url)) throw new SyntaxError('address');
  return {
    address: read('address'),
    namespace: read('namespace'),
    mount: read('mount'),
    role: read('role'),
    accessor: read('accessor'),
    expiresAt: getNumber(stored, 'expiresAt'),
    token: new Secret(read('token')),
  };
}

async function guard<Value>(work: () => Value): Promise<Value> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // The system's own words: they name the call and its path, never the content.
    throw new Failed([
      describeUnusable(
        error.message.replace(/.*uv_cwd/, 'the working directory is gone'),
        'let TMPDIR name a writable directory outside the checkout, and unset VAULT_OIDC_SESSION',
      ),
    ]);
  }
}

function describeUnusable(why: string, next: string): Failure {
  const what = 'The file of a session cannot be used.';
  return describeFailure('SESSION_UNUSABLE', { what, why, next: [next] });
}
