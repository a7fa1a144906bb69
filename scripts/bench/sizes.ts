import { statSync } from 'node:fs';
import { stringify } from 'yaml';
import { listBenchSecrets } from './bench-secrets.ts';
import { compileLoadSecrets } from './compile-load-secrets.ts';
import { fewestPaths } from './plan.ts';
import type { BenchResults } from './results.ts';

/** How large the orb's step is as it travels, and what it spares the job. */
export function measureSizes(serverBinary: string): BenchResults['sizes'] {
  const { name, command, environment } = compileLoadSecrets(listBenchSecrets(fewestPaths));
  const compiled = stringify([{ run: { name, command, environment } }], { lineWidth: 0 });
  return {
    helperCharacters: environment['VAULT_OIDC_HELPER']?.length ?? 0,
    launcherCharacters: command.length,
    useCharacters: compiled.length,
    serverBinaryBytes: statSync(serverBinary).size,
  };
}
