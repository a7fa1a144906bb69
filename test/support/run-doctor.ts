import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/core/doctor/finding.ts';
import type { Admission } from '../../src/core/doctor/judge-admission.ts';
import type { OpenBaoServer } from './openbao/server.ts';
import { type CliOutcome, runCli } from './run-cli.ts';

export interface DoctorWish {
  readonly server: Pick<OpenBaoServer, 'address' | 'rootToken'>;
  readonly args?: readonly string[];
  /** An OIDC token to hold against the roles, in a file. */
  readonly jwt?: string;
  /** A CircleCI config, as text. */
  readonly config?: string;
  /** Over VAULT_ADDR and the root token. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly canaries?: readonly string[];
}

/** What the doctor said, as JSON. */
export interface Diagnosed extends Pick<CliOutcome, 'status' | 'stdout' | 'stderr'> {
  readonly findings: readonly Finding[];
  readonly admissions: readonly Admission[];
  readonly score: Readonly<Record<'fail' | 'warn' | 'ok', number>>;
  /** Level and code of what is not well of a subject, in order of the alphabet. */
  list(subject: string): readonly string[];
}

/** Runs `vault-oidc doctor --json`; asserts that no token is in what it prints. */
export async function runDoctor(wish: DoctorWish): Promise<Diagnosed> {
  const outcome = await runDoctorText({ ...wish, args: [...(wish.args ?? []), '--json'] });
  const { findings = [], admissions = [], score } = JSON.parse(outcome.stdout);
  const list = (subject: string): string[] =>
    findings
      .filter((finding: Finding) => finding.subject === subject && finding.level !== 'OK')
      .map(({ level, code }: Finding) => `${level} ${code}`)
      .sort();
  return { ...outcome, findings, admissions, score, list };
}

/** The same for people. */
export async function runDoctorText(wish: DoctorWish): Promise<CliOutcome> {
  const { server, args = [], jwt, config, environment = {}, canaries = [] } = wish;
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-doctor-'));
  try {
    const write = (name: string, text: string | undefined): string[] => {
      if (text === undefined) return [];
      writeFileSync(join(directory, name), text, { mode: 0o600 });
      return [name === 'token' ? '--token-file' : '--config', join(directory, name)];
    };
    const files = [...write('token', jwt), ...write('config.yml', config)];
    return await runCli(['doctor', ...args, ...files], {
      environment: { VAULT_ADDR: server.address, VAULT_TOKEN: server.rootToken, ...environment },
      canaries: [
        server.rootToken,
        ...(jwt === undefined ? [] : [jwt, ...jwt.split('.')]),
        ...canaries,
      ],
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
