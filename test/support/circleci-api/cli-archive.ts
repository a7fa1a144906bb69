import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A release of the CircleCI CLI as its makers publish it. */
export interface CliArchive {
  readonly bytes: Buffer;
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string;
}

/** Packs a program as the CLI of that version for Linux on amd64. */
export function packCli(program: string, version: string): CliArchive {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  try {
    const name = `circleci-cli_${version}_linux_amd64`;
    mkdirSync(join(directory, name));
    cpSync(program, join(directory, name, 'circleci'));
    execFileSync('tar', ['-czf', 'archive.tar.gz', name], { cwd: directory });
    const bytes = readFileSync(join(directory, 'archive.tar.gz'));
    return { bytes, digest: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
