import { type CircleCiCli, type CliResult, readReason } from '../circleci-cli/circleci-cli.ts';
import { Refused } from '../refusal.ts';
import type { Release } from './release.ts';

/**
 * Whether a later try may fare better, as after a lost connection. On 0.1 it goes by
 * the CLI's words, since there is one exit status for this and for a refusal: what
 * can be read back counts for more.
 */
export function isPassing({ generation }: CircleCiCli, { exitStatus, stderr }: CliResult): boolean {
  if (exitStatus === undefined || exitStatus === 8) return true;
  if (generation === '0.1')
    return /^Error: (Validating config|Unable to publish orb):/m.test(stderr);
  return exitStatus === 4 && !/\bAPI returned 4(?!08|29)\d\d\b/.test(stderr);
}

/** Whether the registry, or the CLI itself, said no in so many words; a crash does not. */
export function isRefused(cli: CircleCiCli, result: CliResult): boolean {
  const refusals = cli.generation === '0.1' ? [255] : [2, 3, 4, 5];
  return refusals.some((status) => status === result.exitStatus) && !isPassing(cli, result);
}

/**
 * Whether this try, taken alone, surely left a production version as it was. The
 * status 4 of 1.x is not sure: it sends again by itself, so that the refusal may be
 * the echo of its own try that landed.
 */
export function isSurelyUnsent(cli: CircleCiCli, result: CliResult): boolean {
  return isRefused(cli, result) && (cli.generation === '0.1' || result.exitStatus !== 4);
}

/** The registry holds another source under a version that cannot change. */
export function describeTaken({ reference, version }: Release): Refused {
  return refuse(`${reference} is published already, with another source.`, {
    why: `a production version never changes; someone published ${version} from other files`,
    next: [
      `look at it: circleci orb source ${reference}`,
      'raise the version in package.json, tag it, and publish that',
    ],
  });
}

/** The registry could not be asked before anything was sent. */
export function describeUnasked({ reference }: Release, result: CliResult): Refused {
  return refuse(`CircleCI does not tell whether ${reference} is there.`, {
    why: quoteCli(result),
    next: ['nothing was sent: mend that, and run the same command again'],
  });
}

/** The CLI failed, and what it sent surely did not land. */
export function describeUnpublished(
  cli: CircleCiCli,
  release: Release,
  result: CliResult,
): Refused {
  return refuse(`${release.reference} was not published.`, {
    why: quoteCli(result),
    next: adviseOn(cli, release, result),
  });
}

/** Nobody knows what the registry holds: `sent` is what publishing gave, `read` the look after it. */
export function describeDoubt(
  cli: CircleCiCli,
  { reference }: Release,
  sent: CliResult,
  read: CliResult,
): Refused {
  const first = sent.exitStatus === 0 ? '' : `${quoteCli(sent)}; `;
  const isSilent =
    cli.generation === '0.1' ? '; 0.1 fails alike for "absent" and "not reached"' : '';
  return refuseDoubtful(
    reference,
    `${first}it could not be read back: ${quoteCli(read)}${isSilent}`,
  );
}

/** Somebody ended the script after it had begun to send; `interruption` says how. */
export function describeBrokenOff({ reference }: Release, interruption: string): Refused {
  return refuseDoubtful(reference, `${interruption} after it was sent, before it was read back`);
}

/** The CLI succeeded, and the registry holds something else or nothing. */
export function describeUnproven({ reference }: Release, kind: 'absent' | 'present'): Refused {
  return refuse(`${reference} was not published, though the CircleCI CLI says so.`, {
    why:
      kind === 'absent'
        ? 'the registry does not know the version'
        : 'the registry holds another source under it: someone published at the same time, or nothing changed',
    next: ['run the same command again'],
  });
}

function adviseOn(
  { generation }: CircleCiCli,
  { namespace, reference, isProduction }: Release,
  { exitStatus }: CliResult,
): readonly [string, ...string[]] {
  const [orb = ''] = reference.split('@');
  const create = `create the orb, once: circleci orb create ${orb}`;
  const token = 'make a new personal API token: this one is wrong, expired or revoked';
  const right = isProduction
    ? `use the token of an admin of the organization that owns ${namespace}: production needs one`
    : `use the token of a member of the organization that owns ${namespace}`;
  if (generation === '1.x' && exitStatus === 3) return [token];
  if (generation === '1.x' && exitStatus === 5) return [create];
  return [right, create, 'if CircleCI is out of order (status.circleci.com), try later'];
}

function quoteCli(result: CliResult): string {
  const { exitStatus } = result;
  const words = readReason(result).slice(0, 600);
  const end = exitStatus === undefined ? 'was ended' : `exit status ${exitStatus}`;
  return `the CircleCI CLI says: ${words === '' ? 'nothing' : words} (${end})`;
}

function refuseDoubtful(reference: string, why: string): Refused {
  return refuse(`It is not known whether ${reference} was published.`, {
    why,
    next: [
      'run the same command again: what is there by then counts as success',
      `or ask yourself: circleci orb source ${reference}`,
    ],
  });
}

function refuse(what: string, { why, next }: Omit<Refused['refusals'][number], 'what'>): Refused {
  return new Refused([{ what, why, next }]);
}
