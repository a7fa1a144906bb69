import { createHash } from 'node:crypto';
import { hostVariables, tokenVariables } from '../../src/core/circleci-access.ts';
import type { Access } from '../circleci-cli/access.ts';
import type { CircleCiCli } from '../circleci-cli/circleci-cli.ts';
import type { Refused } from '../refusal.ts';
import type { PackedOrb } from './publication.ts';
import type { Release } from './release.ts';

/**
 * What is about to happen, for the reader of a terminal or a job's page; `cli` may be
 * the reason why there is none.
 */
export function describePlan(
  { reference, isProduction }: Release,
  { path, source }: PackedOrb,
  cli: CircleCiCli | Refused,
  { host, token }: Access,
): string {
  const digest = createHash('sha256').update(source).digest('hex');
  const kind = isProduction
    ? 'production: public for ever, and published once'
    : 'dev: may be published again, and expires after 90 days';
  return [
    `version  ${reference} (${kind})`,
    `file     ${path}, ${Buffer.byteLength(source)} bytes, SHA-256 ${digest}; two rebuilds${isProduction ? ' from the commit alone' : ''} gave the same`,
    `to       ${host}, by the CircleCI CLI${describeCli(cli)}`,
    `token    ${token === undefined ? 'none yet' : 'from the environment'}, to the CLI as ${tokenVariables.join(' and ')}; the host as ${hostVariables.join(' and ')}`,
    ...(isProduction ? [`ask      circleci orb source ${reference}`] : []),
    `send     circleci orb publish ${path} ${reference}`,
    `verify   circleci orb source ${reference}`,
  ].join('\n');
}

function describeCli(cli: CircleCiCli | Refused): string {
  if (!('refusals' in cli)) return ` ${cli.version}`;
  return `: not found (${cli.refusals.map(({ why }) => why).join('; ')})`;
}
