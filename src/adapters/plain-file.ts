import { readFileSync, statSync } from 'node:fs';

/**
 * The text of a file; undefined when it cannot be read, or is a FIFO or a device,
 * which may give its reader nothing for ever, or never end.
 */
export function readPlainFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
