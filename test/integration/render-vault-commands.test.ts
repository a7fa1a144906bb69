import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pasteAtPrompt } from '../support/paste-at-prompt.ts';
import { writeStandIns } from '../support/runner/stand-ins.ts';
import { listMarks, readField, runSetup } from '../support/setup-runs.ts';
import { type ShellName, shells } from '../support/shells.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(() => jobs.stop());

const recording = '#!/bin/sh\nprintf "%s\\n" "$@" >> "$ARGUMENTS"\nexec "$SERVER_BINARY" "$@"\n';

type Paste = (
  lines: string,
  wish: { readonly directory: string; readonly environment: Readonly<Record<string, string>> },
) => Promise<unknown>;

const runIn =
  (shell: ShellName): Paste =>
  (lines, { directory, environment }) => {
    const [file, ...args] = shells[shell];
    return promisify(execFile)(file, [...args, '-eu', '-c', lines], {
      cwd: directory,
      timeout: 25_000,
      env: environment,
    });
  };

const typeAtZsh: Paste = (lines, wish) => pasteAtPrompt('zsh', lines, wish);

/** Pastes the lines into a shell of an administrator; gives the arguments of all that was run. */
async function paste(
  lines: string,
  into: Paste,
  environment: Readonly<Record<string, string>>,
  program = 'vault',
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-paste-'));
  try {
    const bin = writeStandIns(directory, { [program]: recording });
    const log = join(directory, 'arguments');
    writeFileSync(log, '');
    await into(lines, {
      directory,
      environment: {
        PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
        HOME: directory,
        VAULT_ADDR: jobs.server.address,
        VAULT_TOKEN: jobs.server.rootToken,
        SERVER_BINARY: jobs.server.binary,
        ARGUMENTS: log,
        ...environment,
      },
    });
    return readFileSync(log, 'utf8');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function print(args: readonly string[]): Promise<string> {
  const { status, stdout } = await runSetup(jobs, [...args, '--as', 'vault-commands']);
  expect(status).toBe(0);
  return stdout;
}

describe('the lines of setup, pasted into a shell', () => {
  it.each<[string, Paste, string]>([
    ['bash', runIn('bash'), 'team/one'],
    ['dash', runIn('dash'), 'two'],
    ['BusyBox sh', runIn('BusyBox sh'), 'three'],
    ['zsh at its prompt', typeAtZsh, 'four'],
  ])('of %s leave nothing for setup to change', async (shell, into, mount) => {
    const role = `deploy-${mount.replace('/', '-')}`;
    const password = `it's "$HOME" \\ \`x\` of ${shell}\n`;
    const args = [
      ...['--role', role, '--mount', mount, '--kv-mount', `kv/${mount}`, '--demo-secret'],
      ...['--read', `kv/${mount}/circleci-demo/demo-secrets`, '--read', "secret/it's a/ü"],
      ...['--vcs-origin', 'github.com/acme/app', '--vcs-origin', 'github.com/acme/other'],
    ];
    const given = await paste(await print(args), into, { SECRET_PASSWORD: password });
    expect(given.includes(password.trim()), 'the password is an argument').toBe(false);

    const outcome = await runSetup(jobs, args);
    expect(listMarks(outcome).filter((line) => !line.startsWith('= '))).toEqual([]);
    expect(listMarks(outcome)).toHaveLength(6);
    const path = `kv/${mount}/data/circleci-demo/demo-secrets`;
    const data = await readField(jobs, path, 'data');
    expect(Object(data)['password'] === password, 'the password arrived').toBe(true);
    expect(Object(data)['username']).toBe('paul.atreides');
  });

  it("are right for OpenBao's command too, as they say themselves", async () => {
    const args = ['--role', 'bao', '--mount', 'bao', '--read', 'secret/app/db'];
    const lines = await print(args);
    const [, alias = ''] = /^: '.* (vault\(\) .*)'$/m.exec(lines) ?? [];
    expect(alias).not.toBe('');
    await paste(`${alias}\n${lines}`, runIn('dash'), {}, 'bao');
    expect(listMarks(await runSetup(jobs, args)).every((line) => line.startsWith('= '))).toBe(true);
  });

  it('write no secret without a value for it, and none over another', async () => {
    const args = ['--role', 'x', '--mount', 'x', '--kv-mount', 'kv-x', '--demo-secret'];
    const lines = await print([...args, '--read', 'kv-x/circleci-demo/demo-secrets']);
    await expect(paste(lines, runIn('dash'), {})).rejects.toThrow(/SECRET_PASSWORD: set it/);
    const path = 'kv-x/data/circleci-demo/demo-secrets';
    const { status } = await jobs.server.request('GET', path, jobs.server.rootToken);
    expect(status).toBe(404);
    await jobs.server.write(path, { data: { password: 'kept as it is' } });
    const put = lines.slice(lines.indexOf(": 'secret "));
    const again = paste(put, runIn('dash'), { SECRET_PASSWORD: 'overwritten' });
    await expect(again).rejects.toThrow(/check-and-set/);
    expect(await readField(jobs, path, 'data')).toEqual({ password: 'kept as it is' });
  });
});
