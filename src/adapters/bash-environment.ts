import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { renderExports } from '../core/quoting.ts';
import type { Report, ShellEnvironment } from '../ports.ts';
import { canBeContinued, readBackExports } from './shell-read-back.ts';

/** The file `$BASH_ENV`, which CircleCI's bash steps source at their start. */
export function createBashEnvironment(environment: Environment, report: Report): ShellEnvironment {
  return {
    exportVariables: async (variables) => {
      if (variables.length === 0) return;
      const file = requireFile(environment);
      const { usedBash } = readBackExports(variables, environment['PATH'] ?? '');
      const names = variables.map(({ name }) => name);
      appendWhole(file, renderExports(variables), names, environment);
      if (!usedBash) {
        report.note('there is no bash here: begin each later step with  . "$BASH_ENV"');
      }
    },
    unsetVariables: async (names) => {
      if (names.length === 0) return;
      appendWhole(requireFile(environment), `unset ${names.join(' ')}\n`, names, environment);
    },
  };
}

function requireFile({ BASH_ENV: file }: Environment): string {
  if (file !== undefined && file !== '') return file;
  throw new Failed([
    describeFailure('BASH_ENV_UNUSABLE', {
      what: 'The later steps cannot be reached.',
      why: 'BASH_ENV, which names the file that they read, is not set',
      next: ['run this in a CircleCI job, or set BASH_ENV to the path of a file'],
    }),
  ]);
}

/**
 * Appends the text in one write, so that lines of another process cannot come
 * between; on any failure the file is as it was. Never through a link.
 */
function appendWhole(
  path: string,
  text: string,
  names: readonly string[],
  environment: Environment,
): void {
  const { descriptor, isNew } = openForAppend(path);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.nlink > 1) throw new Failed([describeNotPlain(path)]);
    const { size, joint } = examine(descriptor, path, names, environment);
    appendOrRestore(descriptor, Buffer.from(joint + text), size);
  } catch (error) {
    if (isNew && fstatSync(descriptor).size === 0) unlinkSync(path);
    throw error instanceof Failed ? error : new Failed([describeUnwritten(path, error)]);
  } finally {
    closeSync(descriptor);
  }
}

/** The file's size, and what has to stand before new lines; throws `Failed` when they would not run. */
function examine(
  descriptor: number,
  path: string,
  names: readonly string[],
  environment: Environment,
): { size: number; joint: string } {
  const { size } = fstatSync(descriptor);
  const before = Buffer.alloc(size);
  readSync(descriptor, before, 0, size, 0);
  // The last line lacks its end where another tool's half-done write left it.
  const joint = size === 0 || before.at(-1) === 0x0a ? '' : '\n';
  const existing = Buffer.concat([before, Buffer.from(joint)]);
  if (size === 0 || canBeContinued(existing, names, environment)) return { size, joint };
  // Another process was in the middle of a write, which a reader may see half.
  if (fstatSync(descriptor).size !== size) return examine(descriptor, path, names, environment);
  throw new Failed([describeBroken(path)]);
}

function openForAppend(path: string): { descriptor: number; isNew: boolean } {
  const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  // Not blocking: opening a FIFO must fail later, at the look at its kind, not hang.
  const flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK;
  try {
    return { descriptor: openSync(path, flags | O_CREAT | O_EXCL, 0o600), isNew: true };
  } catch (error) {
    if (readCode(error) !== 'EEXIST') throw new Failed([describeUnwritten(path, error)]);
  }
  try {
    return { descriptor: openSync(path, flags), isNew: false };
  } catch (error) {
    throw new Failed([
      readCode(error) === 'ELOOP' ? describeNotPlain(path) : describeUnwritten(path, error),
    ]);
  }
}

function appendOrRestore(descriptor: number, bytes: Buffer, sizeBefore: number): void {
  let written = 0;
  try {
    written = writeSync(descriptor, bytes);
    if (written < bytes.length) throw Object.assign(new Error(), { code: 'ENOSPC' });
  } catch (error) {
    // Only our own beginning is taken back; what another process appended stays.
    if (fstatSync(descriptor).size === sizeBefore + written) ftruncateSync(descriptor, sizeBefore);
    throw error;
  }
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

function describeNotPlain(path: string): Failure {
  return describeFailure('BASH_ENV_UNUSABLE', {
    what: `${path} is not a file of its own.`,
    why: 'it is a link, a directory or a device; writing there would put secrets elsewhere',
    next: ['let BASH_ENV name a plain file, or one that does not exist yet'],
  });
}

function describeBroken(path: string): Failure {
  return describeFailure('BASH_ENV_UNUSABLE', {
    what: `What is added to ${path} would not be seen.`,
    why: 'an earlier step left an open quote, an error, a return, an exit or a read-only name in it',
    next: ['mend the step that writes to $BASH_ENV; to find the line: bash -n "$BASH_ENV"'],
  });
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'its directory does not exist',
  EISDIR: 'it is a directory',
};

function describeUnwritten(path: string, error: unknown): Failure {
  const code = readCode(error);
  return describeFailure('BASH_ENV_NOT_WRITTEN', {
    what: `${path} could not be written.`,
    why: `${fileReasons[code] ?? 'the system refused'} (${code}); the file is as it was`,
    next: ['make the place that BASH_ENV names writable for the user of the job'],
  });
}
