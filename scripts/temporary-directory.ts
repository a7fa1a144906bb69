import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a directory for this run alone; its disposal removes it with all it holds. */
export function makeDirectory(purpose: string): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), `vault-oidc-${purpose}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
