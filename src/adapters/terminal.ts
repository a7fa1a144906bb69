import type { Terminal } from '../administration-ports.ts';
import type { Environment } from '../core/expansion.ts';
import { createRedactor } from '../core/redactor.ts';
import type { Report } from '../ports.ts';
import { createConsoleReport } from './console-report.ts';

/** The standard streams of a process. */
interface StandardStreams {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/** A terminal, and a report on it that shares its secrets. */
export interface ReportingTerminal {
  readonly terminal: Terminal;
  readonly report: Report;
}

/**
 * The terminal of a process. With `keepsOutputClean`, what the report tells goes to
 * standard error, so that standard output holds what a program reads and no more.
 */
export function createTerminal(
  streams: StandardStreams,
  environment: Environment,
  keepsOutputClean: boolean,
): ReportingTerminal {
  const { stdin, stdout, stderr } = streams;
  const redactor = createRedactor();
  const report = createConsoleReport({ stdout: keepsOutputClean ? stderr : stdout, stderr });
  const isInteractive = stdin.isTTY === true && stdout.isTTY === true;
  return {
    terminal: {
      print: (text) => stdout.write(`${redactor.redact(text)}\n`),
      isInteractive,
      hasColor: stdout.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb',
    },
    report: {
      ...report,
      conceal: (secret) => {
        report.conceal(secret);
        redactor.add(secret.reveal());
      },
    },
  };
}
