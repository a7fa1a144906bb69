import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What stand-ins tell of their calls, kept outside every job's directory. */
export interface CallLog extends Disposable {
  /** The file that holds them. */
  readonly path: string;
  /** Shell text that adds what a command prints; the command's own output is not seen. */
  record(command: string): string;
  /** The lines that were added, oldest first. */
  read(): string[];
}

export function openCallLog(): CallLog {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-calls-'));
  const path = join(directory, 'calls');
  return {
    path,
    record: (command) => `{ ${command}; } >> '${path}' 2>/dev/null`,
    read: () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
