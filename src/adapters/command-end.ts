import { fstatSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { describeFailure, Failed } from '../core/failure.ts';
import type { Report } from '../ports.ts';

const signalNames = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
// Long enough to revoke a token, short enough for whoever cancels a job.
const graceMs = 5000;

/** What ends a command before it is done: its time, a signal, an output that nobody reads, a fault. */
export interface CommandEnd {
  /** Aborts then; every request and every wait listens to it. */
  readonly signal: AbortSignal;
  /** 128 and the signal's number once a signal came, else undefined. */
  readonly signalStatus: number | undefined;
  /** What kept the command from being done where no part of it threw that: `Failed`, or a fault. */
  readonly error: unknown;
  /** Gives the command this many milliseconds from now. */
  limitTime(milliseconds: number): void;
}

/**
 * Watches a process for its end. The first signal, or an error that nothing else
 * caught, ends the work and leaves five seconds to revoke the token; a second
 * signal ends the process at once.
 */
export function watchForEnd(process: NodeJS.Process, report: Report): CommandEnd {
  const controller = new AbortController();
  const end = {
    signal: controller.signal,
    error: undefined as unknown,
    signalStatus: undefined as number | undefined,
    limitTime: (milliseconds: number): void => {
      setTimeout(() => controller.abort(), milliseconds).unref();
    },
  };
  const stop = (status: number): void => {
    controller.abort();
    setTimeout(() => process.exit(status), graceMs).unref();
  };
  for (const name of signalNames) {
    process.on(name, () => {
      const status = 128 + constants.signals[name];
      if (end.signalStatus !== undefined) process.exit(status);
      end.signalStatus = status;
      report.note(`stopping on ${name}`);
      stop(status);
    });
  }
  // A rejection that nobody awaits comes here too.
  process.on('uncaughtException', (error) => {
    end.error ??= error;
    stop(70);
  });
  const closeOutput = (): void => {
    end.error ??= new Failed([describeClosedOutput()]);
    controller.abort();
  };
  if (isOutputMissing()) closeOutput();
  process.stdout.on('error', closeOutput);
  // Nobody is left to be told of it.
  process.stderr.on('error', () => undefined);
  return end;
}

/**
 * Whether standard output was closed before Node began, which then puts the null
 * device there. It opens it for reading too; `>/dev/null` does not.
 */
function isOutputMissing(): boolean {
  try {
    return fstatSync(1).rdev === statSync('/dev/null').rdev && readSync(1, Buffer.alloc(1)) === 0;
  } catch {
    return false;
  }
}

function describeClosedOutput() {
  return describeFailure('OUTPUT_CLOSED', {
    what: 'The output of this step was closed.',
    why: 'nobody could read what the step tells',
    next: ['let the step write to its own output'],
  });
}
