import type { Failure } from '../core/failure.ts';
import { stripControls } from '../core/plain-text.ts';
import { createRedactor } from '../core/redactor.ts';
import type { Report } from '../ports.ts';

const firstWordMs = 3000;
const nextWordMs = 15_000;

/** Where lines go; both are standard streams. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * The only place that prints. What was done goes to standard output, notes and
 * failures to standard error; known secrets and control characters are taken out.
 */
export function createConsoleReport({ stdout, stderr }: Streams): Report {
  const redactor = createRedactor();
  const print = (stream: Streams['stdout'], text: string): void => {
    // Before, for a secret that holds controls, and after, for one that they hid.
    const clean = redactor.redact(stripControls(redactor.redact(text)));
    stream.write(`${clean}\n`);
  };
  let delay = '';
  return {
    tell: (text) => print(stdout, `vault-oidc: ${text}`),
    note: (text) => print(stderr, `vault-oidc: note: ${indent(text)}`),
    fail: (failures) => {
      for (const failure of failures) print(stderr, formatFailure(failure));
    },
    conceal: (secret) => redactor.add(secret.reveal()),
    explainDelay: (reason) => {
      delay = `: ${reason}`;
    },
    during: async (activity, work) => {
      delay = '';
      const started = Date.now();
      let timer = setTimeout(function repeat() {
        const seconds = Math.round((Date.now() - started) / 1000);
        print(stdout, `vault-oidc: still ${activity} (${seconds} s)${delay}`);
        timer = setTimeout(repeat, nextWordMs);
      }, firstWordMs);
      try {
        return await work;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The five parts of a failure: what, why, next, code; its status ends the process. */
function formatFailure({ code, what, why, next }: Failure): string {
  const steps = next.map((step) => `  next  ${indent(step)}\n`).join('');
  return `vault-oidc: ${indent(what)}\n  why   ${indent(why)}\n${steps}  code  ${code}`;
}

/** A key with a newline in it must not make a line that looks like one of ours. */
function indent(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '\n        ');
}
