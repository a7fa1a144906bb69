import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as v from 'valibot';
import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';
import type { Session } from '../core/session.ts';
import type { Sessions } from '../ports.ts';

const filePattern = /^session-(\d{1,6})\.json$/;

const storedSession = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    address: v.string(),
    namespace: v.string(),
    mount: v.string(),
    role: v.string(),
    accessor: v.string(),
    expiresAt: v.optional(v.number()),
    token: v.pipe(
      v.string(),
      v.check((token) => /^[\x21-\x7e]+$/.test(token)),
      v.transform((token) => new Secret(token)),
    ),
  }),
);

/**
 * The job's sessions as files of mode 0600 in one directory of mode 0700 outside
 * the checkout; `VAULT_OIDC_SESSION` holds the path of one of them.
 */
export function createSessionFiles(environment: Environment): Sessions {
  const known = environment['VAULT_OIDC_SESSION'] ?? '';
  const kept = known !== '' && existsSync(dirname(known)) ? dirname(known) : undefined;
  const paths = new WeakMap<Session, string>();
  return {
    list: async () => {
      if (kept === undefined) return [];
      return listNumbers(kept).map((number) => {
        const path = join(kept, nameFile(number));
        const session = readSession(path);
        paths.set(session, path);
        return session;
      });
    },
    save: async (session) => {
      const path = await guard('kept', () => writeSession(session, kept ?? makeDirectory()));
      paths.set(session, path);
      return path;
    },
    remove: async (session) => {
      const path = paths.get(session);
      if (path !== undefined) await guard('removed', () => removeSession(path));
    },
  };
}

/** The numbers of the directory's session files, the newest first. */
function listNumbers(directory: string): number[] {
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
  const place = [tmpdir(), homedir()].find(isOutsideWorkingDirectory);
  if (place === undefined) throw new Error('no directory outside the checkout');
  return mkdtempSync(join(place, 'vault-oidc-'));
}

function isOutsideWorkingDirectory(directory: string): boolean {
  const path = relative(process.cwd(), directory);
  return path.startsWith('..') || process.cwd() === '/';
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

/** Reads a file that nobody else could have written; throws `Failed` for any other. */
function readSession(path: string): Session {
  const stored = v.safeParse(storedSession, readPrivately(path));
  if (!stored.success) throw describeUnusable(path, 'its content is not what auth wrote');
  return { ...stored.output, expiresAt: stored.output.expiresAt };
}

function readPrivately(path: string): string {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    throw describeUnusable(path, 'it cannot be opened, or is a link');
  }
  try {
    const { mode, uid, nlink } = fstatSync(descriptor);
    const isOwn = process.getuid === undefined || uid === process.getuid();
    const isPrivate = process.platform === 'win32' || (mode & 0o077) === 0;
    if (!isOwn || !isPrivate || nlink !== 1) {
      throw describeUnusable(path, 'another user owns it, or may read or write it');
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

async function guard<Value>(done: string, work: () => Value): Promise<Value> {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    const why = `the file system refused${code}; it needs a place outside the checkout`;
    throw new Failed([
      describeFailure('SESSION_UNUSABLE', {
        what: `The session could not be ${done}.`,
        why,
        next: ['make the temporary directory (TMPDIR) writable, and keep it out of the checkout'],
      }),
    ]);
  }
}

function describeUnusable(path: string, why: string): Failed {
  return new Failed([
    describeFailure('SESSION_UNUSABLE', {
      what: `The session file ${path} is not used.`,
      why,
      next: ['unset VAULT_OIDC_SESSION, or run auth again before this step'],
    }),
  ]);
}
