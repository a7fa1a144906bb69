import { addContext } from './add-context.ts';
import { addOrb, type WantedOrb } from './add-orb.ts';
import { addStep, chooseJob } from './add-step.ts';
import { openConfigSource } from './config-source.ts';
import { type ConfigNode, getValue } from './config-tree.ts';
import { type Insertion, insertAll } from './insertion.ts';
import { refuseConfig } from './refusal.ts';

/** What a config shall hold. */
export interface InitWish {
  readonly orb: WantedOrb;
  /** The job that loads the secrets; empty for the only one. */
  readonly job: string;
  /** The references, one a line or between `;`. */
  readonly secrets: string;
  /** Whether a step that is there must have them, and not any. */
  readonly requiresSecrets: boolean;
  /** The context with `VAULT_ADDR` and `VAULT_ROLE`. */
  readonly context: string;
}

/** A config that holds it. */
export interface ExtendedConfig {
  /** As it was, where it held everything. */
  readonly text: string;
  readonly insertions: readonly Insertion[];
  readonly job: string;
  /** What the user has to look after. */
  readonly notes: readonly string[];
}

/**
 * Adds orb, step and context where they are missing, and changes nothing else: without
 * what is put in, the text is the old one. Throws `Failed` where that cannot be done.
 */
export function extendConfig(text: string, tree: ConfigNode, wish: InitWish): ExtendedConfig {
  const source = openConfigSource(text, tree);
  requireVersion(source.root);
  const orb = addOrb(source, wish.orb);
  const command = `${orb.alias}/load-secrets`;
  const job = chooseJob(source, wish.job, command);
  const step = addStep(source, job, command, wish);
  const context = addContext(source, job, wish.context);
  const insertions = [...orb.insertions, ...step, ...(context ?? [])];
  return {
    text: insertAll(text, insertions),
    insertions,
    job,
    notes:
      context === undefined
        ? [`no workflow runs the job ${job}: give it the context ${wish.context} where one does`]
        : [],
  };
}

function requireVersion(root: ConfigNode): void {
  const version = getValue(root, 'version');
  const stated = version?.kind === 'scalar' ? String(version.value) : '';
  if (stated !== '2.1') {
    const told = stated === '' ? 'it states no version' : `its version is ${stated}`;
    throw refuseConfig(`${told}, and orbs need 2.1`, 'change its version to 2.1 first');
  }
  const setup = getValue(root, 'setup');
  if (setup?.kind === 'scalar' && setup.value === true) {
    throw refuseConfig(
      'it is a setup config, which makes the config that runs',
      'give that one with --config, such as --config .circleci/continue-config.yml',
    );
  }
}
