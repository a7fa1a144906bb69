import { spawn } from 'node:child_process';

/** Shells as a person has them at a terminal, without their own settings. */
const prompts = {
  zsh: 'zsh -f -i',
  bash: 'bash --norc -i',
} as const;

export type PromptShell = keyof typeof prompts;

/**
 * Pastes lines at the prompt of a shell, which reads them from a terminal as if they were
 * typed; resolves once the shell has ended. What went wrong is to be seen by what was done.
 */
export function pasteAtPrompt(
  shell: PromptShell,
  lines: string,
  { directory, environment }: PromptWish,
): Promise<void> {
  const child = spawn('script', ['-qec', prompts[shell], '/dev/null'], {
    cwd: directory,
    env: { ...environment, TERM: 'dumb', LANG: 'C.UTF-8' },
    stdio: ['pipe', 'ignore', 'inherit'],
    timeout: 25_000,
    killSignal: 'SIGKILL',
  });
  child.stdin.end(`${lines}\n`);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

interface PromptWish {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}
