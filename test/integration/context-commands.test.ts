import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PromptShell, pasteAtPrompt } from '../support/paste-at-prompt.ts';
import { runCli } from '../support/run-cli.ts';

interface Call {
  readonly args: readonly string[];
  readonly host: string;
  readonly input: string;
}

const organization = '5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60';
const project = '0d7c8b1e-4f60-4c6e-9a52-5e1f3a1c8d0b';
const name = "vault of $(touch PWNED) 'us'";
const address = 'https://vault.example:8200/a%20b';

const versions = {
  '0.1': '0.1.47860+0123abc (release)',
  '1': 'circleci 1.0.48692 (unknown)',
  none: 'usage: circleci',
} as const;

interface PasteWish {
  readonly version: keyof typeof versions;
  readonly shell?: PromptShell;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a shell calls that version of `circleci` with when these lines are pasted into it. */
async function pasteLines(
  lines: string,
  { version, shell = 'zsh', environment = {} }: PasteWish,
): Promise<Call[]> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-commands-'));
  try {
    writeProgram(directory, versions[version]);
    await pasteAtPrompt(shell, lines, {
      directory,
      environment: {
        PATH: `${directory}:${process.env['PATH']}`,
        HOME: directory,
        ...environment,
      },
    });
    expect(readdirSync(directory)).not.toContain('PWNED');
    const calls = join(directory, 'calls');
    const text = existsSync(calls) ? readFileSync(calls, 'utf8').trim() : '';
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A stand-in that tells the version, and notes any other call. */
function writeProgram(directory: string, version: string): void {
  const program = join(directory, 'circleci');
  writeFileSync(
    program,
    `#!${process.execPath}
const { appendFileSync, fstatSync, readFileSync } = require('node:fs');
const [, , ...args] = process.argv;
const { CIRCLE_HOST, CIRCLECI_CLI_HOST } = process.env;
const host = CIRCLE_HOST ?? CIRCLECI_CLI_HOST ?? '';
const input = fstatSync(0).isFIFO() ? readFileSync(0, 'utf8') : '';
if (args[0] === 'version') console.log(${JSON.stringify(version)});
else appendFileSync('calls', JSON.stringify({ args, host, input }) + '\\n');
`,
  );
  chmodSync(program, 0o755);
}

async function printCommands(args: readonly string[]): Promise<string> {
  const wanted = ['--name', name, '--vault-address', address, '--vault-role', 'deploy'];
  const all = ['context', ...wanted, '--as', 'circleci-commands', ...args];
  const { status, stdout } = await runCli(all, {
    environment: { CIRCLE_TOKEN: 'a-token-that-is-not-needed' },
    canaries: ['a-token-that-is-not-needed'],
  });
  expect(status).toBe(0);
  return stdout;
}

const strict = ['--project-id', project, '--branch', `it's "main"`, '--forbid-ssh-reruns'];
const expression = `pipeline.git.branch == "it's \\"main\\"" and not job.ssh.enabled`;
const ofSlug = ['--owner-slug', 'gh/acme'];
const ofId = ['--organization-id', organization];

/** What the CLI 1 is to be called with for the slug gh/acme. */
function listCurrentCalls(restrictions: readonly (readonly [string, string])[]): string[][] {
  const owner = ['--org', 'gh/acme'];
  const store = ['context', 'secret', 'set', name, ...owner];
  return [
    ['context', 'create', name, ...owner],
    ...restrictions.map(([type, value]) => [
      ...['context', 'restriction', 'create', name, ...owner],
      ...['--type', type, '--value', value],
    ]),
    [...store, '--name', 'VAULT_ADDR', '--value', address],
    [...store, '--name', 'VAULT_ROLE', '--value', 'deploy'],
  ];
}

describe("the lines for CircleCI's own CLI, pasted whole at a prompt", () => {
  it('make a context with the CLI 0.1, the values on standard input', async () => {
    const lines = await printCommands(ofId);
    const owner = ['--org-id', organization];
    const store = ['context', 'store-secret', ...owner, name];
    expect(await pasteLines(lines, { version: '0.1' })).toEqual([
      { args: ['context', 'create', ...owner, name], host: '', input: '' },
      { args: [...store, 'VAULT_ADDR'], host: '', input: address },
      { args: [...store, 'VAULT_ROLE'], host: '', input: 'deploy' },
    ]);
  });

  it.each<PromptShell>(['zsh', 'bash'])(
    'make a restricted one with the CLI 1 in %s',
    async (shell) => {
      const lines = await printCommands([...ofSlug, ...strict]);
      const calls = await pasteLines(lines, { version: '1', shell });
      expect(calls.map(({ args }) => args)).toEqual(
        listCurrentCalls([
          ['project', project],
          ['expression', expression],
        ]),
      );
    },
  );

  it('store no value with the CLI 0.1 before a person has restricted the context', async () => {
    const lines = await printCommands([...ofSlug, ...strict]);
    const first = await pasteLines(lines, { version: '0.1' });
    expect(first.map(({ args }) => args)).toEqual([['context', 'create', 'gh', 'acme', name]]);
    const then = await pasteLines(lines, { version: '0.1', environment: { RESTRICTED: 'yes' } });
    expect(then.map(({ args }) => args.at(-1))).toEqual(['VAULT_ADDR', 'VAULT_ROLE']);
  });

  it('do nothing with the CLI 1 without the slug, where only the id is known', async () => {
    const lines = await printCommands(ofId);
    expect(await pasteLines(lines, { version: '1' })).toEqual([]);
    const calls = await pasteLines(lines, {
      version: '1',
      environment: { ORGANIZATION: 'gh/acme' },
    });
    expect(calls.map(({ args }) => args)).toEqual(listCurrentCalls([]));
  });

  it.each(['0.1', '1'] as const)('go to the server of --host with the CLI %s', async (version) => {
    const host = 'https://ci.corp.example';
    const calls = await pasteLines(await printCommands([...ofSlug, '--host', host]), { version });
    expect(calls.map((call) => call.host)).toEqual([host, host, host]);
  });

  it('do nothing with another program of that name', async () => {
    expect(await pasteLines(await printCommands(ofSlug), { version: 'none' })).toEqual([]);
  });
});
