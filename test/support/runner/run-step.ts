import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** What one step is run with. */
export interface StepSetting {
  /** The shell and its options, parted by blanks. */
  readonly shell: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The step is ended after this time. */
  readonly timeoutMs: number;
}

export interface StepOutcome {
  /** Undefined for a step that did not run or was ended. */
  readonly exitStatus: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly output: string;
  readonly durationMs: number;
}

/** A step under way. */
export interface RunningStep {
  readonly outcome: Promise<StepOutcome>;
  /** Ends the step and what it started; false when it had ended already. */
  end(): boolean;
  /** Sends a signal to the step's own process. */
  send(signal: NodeJS.Signals): void;
  /** Reads no more of an output: the step then writes to a pipe that has no reader. */
  leave(stream: 'stdout' | 'stderr'): void;
}

// A process that left the step's group may keep its output open.
const longestDrainMs = 1_000;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) killGroup(child);
});

/**
 * Starts a command in a fresh shell, which has a process group of its own: what
 * the command leaves behind ends with it. A shell that cannot be started is a
 * step without exit status.
 */
export function startStep(command: string, setting: StepSetting): RunningStep {
  const [program = '', ...args] = setting.shell.split(/\s+/);
  const options: SpawnOptions = {
    cwd: setting.directory,
    env: setting.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  };
  try {
    const child = spawn(program, [...args, '-c', command], options);
    return {
      outcome: watchStep(child, setting.timeoutMs),
      end: () => killGroup(child),
      send: (signal) => child.kill(signal),
      leave: (stream) => child[stream]?.destroy(),
    };
  } catch (error) {
    const outcome = Promise.resolve(describeUnstarted(error));
    return { outcome, end: () => false, send: () => {}, leave: () => {} };
  }
}

function watchStep(child: ChildProcess, timeoutMs: number): Promise<StepOutcome> {
  running.add(child);
  const started = performance.now();
  const texts = { stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[stream] += chunk;
      texts.output += chunk;
    });
  }
  const limit = setTimeout(() => killGroup(child), timeoutMs);
  let drain: NodeJS.Timeout | undefined;
  child.once('exit', () => {
    killGroup(child);
    drain = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, longestDrainMs);
  });
  return new Promise((resolve) => {
    const finish = (outcome: StepOutcome): void => {
      clearTimeout(limit);
      clearTimeout(drain);
      running.delete(child);
      resolve(outcome);
    };
    child.once('error', (error) => finish(describeUnstarted(error)));
    child.once('close', (code) => {
      const durationMs = performance.now() - started;
      finish({ exitStatus: code ?? undefined, ...texts, durationMs });
    });
  });
}

/** Ends a step and whatever it started; false when there is nothing left of it. */
function killGroup(child: ChildProcess): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(-child.pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Its code alone: the system's message may quote the command or the environment. */
function describeUnstarted(error: unknown): StepOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  const stderr = `the shell did not start: ${code}\n`;
  return { exitStatus: undefined, stdout: '', stderr, output: stderr, durationMs: 0 };
}
