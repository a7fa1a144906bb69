import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { listSecretForms } from './canaries.ts';
import { readFailures, type ToldFailure } from './expect-failure.ts';

export interface CliWish {
  /** Beside PATH and a HOME of its own; nothing of this process's environment is passed on. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is called; left out, an empty directory. */
  readonly directory?: string;
  /** Texts that must be in no output and no argument, such as an administrator's token. */
  readonly canaries: readonly string[];
  /** It gets SIGINT, as from Ctrl-C, once it has printed this text. */
  readonly interruptAt?: string;
}

export interface CliOutcome {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The failures on standard error. */
  readonly told: readonly ToldFailure[];
}

const longestRunMs = 25_000;

/**
 * Runs `vault-oidc` as it is built, as a user would call it, without a terminal;
 * asserts that no canary, in any usual encoding, is in its output or was in its arguments.
 */
export async function runCli(
  args: readonly string[],
  { environment = {}, directory, canaries, interruptAt }: CliWish,
): Promise<CliOutcome> {
  const home = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-'));
  const child = spawn(process.execPath, [`${root}dist/cli.mjs`, ...args], {
    cwd: directory ?? home,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  try {
    const read = async (stream: typeof child.stdout): Promise<string> => {
      let text = '';
      for await (const chunk of stream.setEncoding('utf8')) {
        const before = text;
        text += String(chunk);
        const isAt = (printed: string): boolean =>
          interruptAt !== undefined && printed.includes(interruptAt);
        if (isAt(text) && !isAt(before)) child.kill('SIGINT');
      }
      return text;
    };
    const closed = new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? undefined));
    });
    const [stdout, stderr, status] = await Promise.all([
      read(child.stdout),
      read(child.stderr),
      closed,
    ]);
    expectNoSecret({ stdout, stderr, arguments: args.join('\n') }, canaries);
    return { status, stdout, stderr, told: readFailures(stderr).told };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function expectNoSecret(
  texts: Readonly<Record<string, string>>,
  canaries: readonly string[],
): void {
  const forms = canaries.flatMap(listSecretForms);
  const leaks = Object.entries(texts)
    .filter(([, text]) => forms.some((form) => text.includes(form)))
    .map(([name]) => name);
  // Names alone: a failure's output is read by everybody too.
  expect(leaks, 'what holds a secret').toEqual([]);
}
