import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type InferOutput, number, object, parse } from 'valibot';

/** A program to run, with all that it is to see. */
export interface ProcessRun {
  /** An absolute path. */
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where it runs. */
  readonly directory: string;
}

const figuresSchema = object({
  exitStatus: number(),
  /** From its start to its end. */
  wallMs: number(),
  /** User and system time of the whole process tree. */
  cpuMs: number(),
  /** The largest resident size that any one process of the tree had. */
  memoryMiB: number(),
});

/** What a run cost. */
export type ProcessCost = Omit<InferOutput<typeof figuresSchema>, 'exitStatus'>;

const script = fileURLToPath(new URL('measure.py', import.meta.url));
const longestSeconds = 60;

/**
 * Runs a program under `wait4`, which tells the time and memory of a process and
 * of all that it waited for; Node cannot ask that, so Python does. Throws with
 * what the program printed when it fails or takes a minute, and when the signal
 * is aborted.
 */
export async function measureProcess(run: ProcessRun, signal?: AbortSignal): Promise<ProcessCost> {
  const { stdout, stderr } = await runPython(JSON.stringify({ ...run, longestSeconds }), signal);
  const { exitStatus, ...cost } = parse(figuresSchema, JSON.parse(stdout));
  if (exitStatus === 0) return cost;
  throw new Error(`${run.program} ended with ${exitStatus}:\n${stderr}`);
}

function runPython(
  input: string,
  signal?: AbortSignal,
): Promise<Record<'stdout' | 'stderr', string>> {
  return new Promise((resolve, reject) => {
    const child = execFile('python3', ['-I', '-S', script], { signal }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, stderr });
      else reject(new Error(`python3 could not measure:\n${stderr}`, { cause: error }));
    });
    child.stdin?.end(input);
  });
}
