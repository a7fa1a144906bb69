import { stringify } from 'yaml';
import { listBenchSecrets } from './bench-secrets.ts';
import { compileLoadSecrets } from './compile-load-secrets.ts';
import { fewestPaths } from './plan.ts';

/** How large one step of the orb is as it travels: facts of the build, the same on every machine. */
export interface OrbSizes {
  readonly helperCharacters: number;
  readonly launcherCharacters: number;
  /** One use of `load-secrets` in a compiled config. */
  readonly useCharacters: number;
}

/** Measures an orb by its YAML. Throws when its `load-secrets` is not one step. */
export function measureSizes(orb: string): OrbSizes {
  const { name, command, environment } = compileLoadSecrets(listBenchSecrets(fewestPaths), orb);
  const compiled = stringify([{ run: { name, command, environment } }], { lineWidth: 0 });
  return {
    helperCharacters: environment['VAULT_OIDC_HELPER']?.length ?? 0,
    launcherCharacters: command.length,
    useCharacters: compiled.length,
  };
}
