import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Somebody ended the run before its end. */
export class Interruption extends Error {
  /** What a shell reports for a process that the signal ended. */
  readonly exitStatus: number;

  constructor(name: (typeof signals)[number]) {
    super(`interrupted (${name})`);
    this.exitStatus = 128 + constants.signals[name];
  }
}

/** Aborts on the first signal that asks the process to end; the reason is an `Interruption`. */
export function watchForInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of signals) {
    process.on(name, () => controller.abort(new Interruption(name)));
  }
  return controller.signal;
}
