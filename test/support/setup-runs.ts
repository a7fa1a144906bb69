import { expect } from 'vitest';
import { type CliOutcome, runCli } from './run-cli.ts';
import type { VaultJobs } from './vault-jobs.ts';

export interface SetupWish {
  /** Over the address, the token and the ids. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly directory?: string;
  readonly canaries?: readonly string[];
  readonly interruptAt?: string;
}

/** `vault-oidc setup` for the jobs' project and issuer, as root unless another token is given. */
export function runSetup(
  { server, issuer }: Pick<VaultJobs, 'server' | 'issuer'>,
  args: readonly string[],
  { token = server.rootToken, environment = {}, canaries = [], ...place }: SetupWish = {},
): Promise<CliOutcome> {
  return runCli(['setup', '--issuer', issuer.issuer, ...args], {
    environment: {
      VAULT_ADDR: server.address,
      VAULT_TOKEN: token,
      CIRCLE_ORGANIZATION_ID: issuer.organizationId,
      CIRCLE_PROJECT_ID: issuer.projectId,
      ...environment,
    },
    canaries: [server.rootToken, token, ...canaries].filter((text) => text !== ''),
    ...place,
  });
}

/** The same, which must succeed without a word on standard error. */
export async function applySetup(
  jobs: Pick<VaultJobs, 'server' | 'issuer'>,
  args: readonly string[],
  wish: SetupWish = {},
): Promise<CliOutcome> {
  const outcome = await runSetup(jobs, [...args, '--apply'], wish);
  expect(outcome).toMatchObject({ status: 0, stderr: '' });
  return outcome;
}

/** Lines of the plan that begin with its marks, such as `+ policy "deploy"`. */
export function listMarks({ stdout }: CliOutcome): string[] {
  return stdout.split('\n').filter((line) => /^[+~=!] /.test(line));
}

/** A field of what the server's API answers. */
export async function readField(
  { server }: Pick<VaultJobs, 'server'>,
  path: string,
  field: string,
): Promise<unknown> {
  const body: unknown = await server.read(path);
  const data: unknown = Object(body)['data'];
  return Object(data)[field];
}
