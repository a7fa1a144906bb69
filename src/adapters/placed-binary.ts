import { linkSync, lstatSync, renameSync, rmSync, type Stats } from 'node:fs';

/**
 * Moves the binary over what has the name `target`, which is kept as `earlier`; all
 * three are on one file system. Gives what puts that back, as long as this binary is
 * what is there. Throws the system's error; the target is then as it was.
 */
export function placeBinary(binary: string, target: string, earlier: string): () => void {
  const before = lstatSync(target, { throwIfNoEntry: false });
  if (before?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  const own = lstatSync(binary, { bigint: true });
  if (before !== undefined) keepEarlier(target, earlier, before);
  try {
    renameSync(binary, target);
  } catch (error) {
    if (before !== undefined) renameSync(earlier, target);
    throw error;
  }
  return () => {
    const now = lstatSync(target, { bigint: true, throwIfNoEntry: false });
    if (now?.dev !== own.dev || now.ino !== own.ino) return;
    if (before === undefined) rmSync(target, { force: true });
    else renameSync(earlier, target);
  };
}

/** The file itself, or the link itself, whoever owns it. */
function keepEarlier(target: string, earlier: string, before: Stats): void {
  try {
    // link(2) of macOS follows a link.
    if (before.isSymbolicLink()) renameSync(target, earlier);
    else linkSync(target, earlier);
  } catch {
    // A file system without hard links, or a file of another user: for a moment nothing is there.
    renameSync(target, earlier);
  }
}
