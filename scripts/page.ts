import { styleText } from 'node:util';
import type { StepResult } from '../test/support/runner/run-job.ts';

/** What a script shows of its jobs, as text. */
export interface Page {
  /** Begins the next stage; stages are numbered from 1. */
  beginStage(title: string): void;
  /** Lines below the stage's title. */
  tell(text: string): void;
  /** A step as CircleCI's page of a job shows it: name, how it ended, time, output. */
  showStep(step: StepResult): void;
}

type Style = Parameters<typeof styleText>[0];

const nameWidth = 58;
const endings = {
  success: ['ok', 'green'],
  failed: ['failed', 'red'],
  skipped: ['skipped', 'yellow'],
  'passed over': ['left out here', 'gray'],
  started: ['started in the background', 'gray'],
  stopped: ['stopped with the job', 'gray'],
} as const satisfies Record<StepResult['status'], readonly [string, Style]>;

/** Whether to print in colour: on a terminal, unless `NO_COLOR` is set and not empty (no-color.org). */
export function wantsColour(
  { isTTY = false }: { readonly isTTY?: boolean },
  { NO_COLOR: refusal = '' }: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTTY && refusal === '';
}

/** A page on standard output. */
export function createPage(): Page {
  const isColoured = wantsColour(process.stdout, process.env);
  const paint = (style: Style, text: string): string =>
    isColoured && text !== '' ? styleText(style, text) : text;
  let stages = 0;
  return {
    beginStage: (title) => {
      stages += 1;
      console.log(`\n${paint('bold', `${stages}. ${title}`)}`);
    },
    tell: (text) => console.log(indent(text, '   ')),
    showStep: ({ name, isBackground, status, exitStatus, durationMs, output }) => {
      const [word, style] = endings[status];
      const title = isBackground && status !== 'started' ? `in the background: ${name}` : name;
      const didRun = status === 'success' || status === 'failed' || status === 'stopped';
      const code = status === 'failed' ? ` (${describeExit(exitStatus)})` : '';
      const time = didRun ? `  ${(durationMs / 1000).toFixed(2)} s` : '';
      console.log(
        `   ${title.padEnd(nameWidth)}  ${paint(style, word + code)}${paint('gray', time)}`,
      );
      if (output !== '') console.log(indent(output, paint('gray', '   | ')));
    },
  };
}

function describeExit(exitStatus: number | undefined): string {
  return exitStatus === undefined ? 'no exit status' : `exit status ${exitStatus}`;
}

function indent(text: string, margin: string): string {
  return text.trimEnd().replace(/^/gm, margin);
}
