import { expect } from 'vitest';
import type { FailureCode } from '../../src/core/failure.ts';
import type { TokenWish } from './circleci-issuer.ts';
import { expectFailure, type ToldFailure } from './expect-failure.ts';
import { writeRole } from './jwt-trust.ts';
import { findWriteCommand, runAsAdministrator } from './run-as-administrator.ts';
import { auth } from './session-steps.ts';
import type { JobWish, VaultJobs } from './vault-jobs.ts';

/** A log-in that a server refuses, and how that is told. */
export interface Refusal {
  readonly code: FailureCode;
  /** What the role differs in from a good one. */
  readonly role?: Readonly<Record<string, unknown>>;
  readonly token?: TokenWish;
  readonly parameters?: object;
  /** Texts of `why`. */
  readonly why: readonly string[];
  /** A text of `next`. */
  readonly next: string;
}

/** The job that was refused, and what it was told. */
export interface RefusedLogin {
  readonly wish: JobWish;
  readonly told: ToldFailure | undefined;
}

let roles = 0;

/** Writes a role of its own, and asserts that a job which logs in as it fails so. */
export async function expectRefusal(
  jobs: VaultJobs,
  { code, role = {}, token = {}, parameters, why, next }: Refusal,
): Promise<RefusedLogin> {
  roles += 1;
  const name = `role-${roles}`;
  await writeRole(jobs.server, jobs.issuer, { name, role });
  const steps = [auth({ role: name, ...parameters })];
  const wish = { token: await jobs.issuer.sign(token), steps };
  const { told } = await expectFailure(jobs, wish, { status: 3, codes: [code] });
  expect(told[0]?.what).toMatch(/^Vault refused the log-in \(40[03]\)\.$/);
  for (const text of why) expect(told[0]?.why).toContain(text);
  expect(told[0]?.next.join('\n')).toContain(next);
  return { wish, told: told[0] };
}

/** Asserts that the command which the failure prints lets the same job log in. */
export async function expectMended(jobs: VaultJobs, { wish, told }: RefusedLogin): Promise<void> {
  await runAsAdministrator(jobs.server, findWriteCommand(told));
  const outcome = await jobs.run(wish);
  expect(outcome.step(0)).toMatchObject({ exitStatus: 0, stderr: '' });
}
