import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import type { RunStep } from '../../test/support/runner/compile-run.ts';
import { compileSmallConfig, listRuns } from '../../test/support/runner/small-config.ts';
import { loadSecrets } from '../../test/support/vault-jobs.ts';
import { type BenchSecret, benchKey } from './bench-secrets.ts';

/** What the steps of a config run, the commands of the orb's YAML expanded. */
export function compileRuns(steps: readonly unknown[], orb: string): RunStep[] {
  const job = compileSmallConfig({
    steps,
    keys: { orbs: { 'vault-oidc': `${qualifiedOrbName}@1` } },
    orbs: { [qualifiedOrbName]: orb },
  });
  return listRuns(job);
}

/** The step that one use of `load-secrets` becomes. Throws when it is not one step. */
export function compileLoadSecrets(secrets: readonly BenchSecret[], orb: string): RunStep {
  const lines = secrets.map(({ path, variable }) => `secret/${path} ${benchKey} | ${variable}`);
  const [step, ...others] = compileRuns([loadSecrets(lines.join('\n'))], orb);
  if (step === undefined || others.length > 0) throw new Error('load-secrets is not one step');
  return step;
}
