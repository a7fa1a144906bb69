import type { Failure } from '../failure.ts';
import type { Reference } from '../references/reference.ts';
import type { Scope } from './fill-tags.ts';
import { readLibrary } from './library.ts';
import { listPipelineScopes } from './pipeline-parameters.ts';
import { readSecrets, type SecretsText, type UnresolvedReference } from './read-secrets-text.ts';
import { listUnknown } from './unknown-text.ts';
import { walkJobs } from './walk-jobs.ts';
import type { OwnCall } from './walk-steps.ts';
import { asMap } from './yaml-values.ts';

/** What a step states of its log-in; undefined where it leaves that to the job's environment. */
export interface StatedLogin {
  readonly role: string | undefined;
  /** Without `auth/` in front. */
  readonly mount: string | undefined;
  readonly namespace: string | undefined;
  readonly address: string | undefined;
}

/** A step of this project's orb, as a job of the config runs it. */
export interface OrbStep {
  /** Such as `load-secrets`; `auth` reads nothing itself, but hands its token to later steps. */
  readonly command: string;
  /** The first place in the config where it stands so, such as `job deploy, step 3`. */
  readonly place: string;
  readonly login: StatedLogin;
  /** What it reads, as far as the config alone tells. */
  readonly references: readonly Reference[];
  /** What it reads beside that, and only a running job knows. */
  readonly unresolved: readonly UnresolvedReference[];
  /** The references that no job could read. */
  readonly failures: readonly Failure[];
}

/**
 * Every step of this project's orb in a CircleCI config, given as a YAML parser
 * reads it, aliases and merge keys resolved: in all jobs and in the custom commands
 * and inline orbs that they use, once for each set of values that it is run with.
 * Two that read and log in alike are told once. Where a pipeline's parameter may have
 * values that the config does not list, what hangs on it is told by its default, and
 * once more as unresolved. What CircleCI would refuse in the config is passed over.
 */
export function collectSteps(config: unknown): OrbStep[] {
  const { usual, open } = listPipelineScopes(asMap(config)['parameters']);
  const steps = new Map<string, OrbStep>();
  const add = (scope: Scope, read: (call: OwnCall) => OrbStep): void => {
    for (const call of walkJobs(config, readLibrary(config, scope))) {
      const key = JSON.stringify(read({ ...call, place: '' }));
      if (!steps.has(key)) steps.set(key, read(call));
    }
  };
  for (const scope of usual) add(scope, readStep);
  const told = new Set([...steps.values()].flatMap(({ unresolved }) => unresolved.map(printLine)));
  for (const scope of open) {
    add(scope, (call) => {
      const step = readStep(call);
      const more = step.unresolved.filter((one) => !told.has(printLine(one)));
      return { ...step, unresolved: more, failures: [] };
    });
  }
  return [...steps.values()];
}

function printLine({ line, text }: UnresolvedReference): string {
  return `${line}: ${text}`;
}

function readStep(call: OwnCall): OrbStep {
  const { command, place, settings } = call;
  return { command, place, login: readLogin(settings), ...readWhatIsRead(call) };
}

function readWhatIsRead({ command, place, settings }: OwnCall): SecretsText {
  const { secrets, export_token: exportsToken = true } = settings;
  if (command === 'load-secrets') {
    return readSecrets(typeof secrets === 'string' ? secrets : '', place);
  }
  const unresolved = command === 'auth' && exportsToken !== false ? [openToOthers(place)] : [];
  return { references: [], unresolved, failures: [] };
}

function openToOthers(place: string): UnresolvedReference {
  return {
    place,
    line: 1,
    text: 'auth',
    why: 'its token is for the steps behind it, and the config does not tell what they read',
    next: 'name each path that they read with --read',
  };
}

function readLogin({ role, auth_mount, namespace, address }: OwnCall['settings']): StatedLogin {
  const mount = readStated(auth_mount);
  return {
    role: readStated(role) || undefined,
    mount: (mount && trimSlashes(mount).replace(/^auth\//, '')) || undefined,
    namespace: trimSlashes(readStated(namespace)),
    address: readStated(address) || undefined,
  };
}

/** The text, unless a part of it is known to the running job alone. */
function readStated(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const isOpen = /\$\{[A-Za-z_]\w*\}|^\s*\$[A-Za-z_]\w*\s*$/.test(value);
  return isOpen || listUnknown(value).length > 0 ? undefined : value.trim();
}

function trimSlashes<Text extends string | undefined>(text: Text): Text | string {
  return text === undefined ? text : text.replace(/^\/+|\/+$/g, '');
}
