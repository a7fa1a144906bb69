import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** A server's process. */
export interface ServerProcess {
  readonly processId: number;
  /** Whether it has not ended yet. */
  readonly isRunning: boolean;
  /** Ends it at once, as a machine that fails would, and waits until it is gone. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the binary; it ends with this process at the latest. Nothing of ours is in its environment. */
export function startServerProcess(
  binary: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ServerProcess {
  const child = spawn(binary, args, { env: environment, stdio: 'ignore' });
  running.add(child);
  // A program that does not start has an exit status too, and is told by that.
  child.once('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    processId: child.pid ?? 0,
    get isRunning() {
      return child.exitCode === null && child.signalCode === null;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
      running.delete(child);
    },
  };
}

/** A port of 127.0.0.1 that nothing listens on now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
