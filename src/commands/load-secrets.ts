import { throwFailures } from '../core/failure.ts';
import { type Picked, pickVariables } from '../core/pick.ts';
import type { Session } from '../core/session.ts';
import type { CommandPorts, Report } from '../ports.ts';
import { endSession } from './end-session.ts';
import { findSession } from './find-session.ts';
import { logIn } from './log-in.ts';
import { planReads } from './plan-reads.ts';
import { readSecrets, type SecretsRead } from './read-secrets.ts';
import { noteNulls, reportLoaded } from './report-loaded.ts';
import type { LoadSecretsRequest } from './requests.ts';

/**
 * Hands secrets to the later steps of the job. Everything is read, checked and
 * proved before the first byte is written, and a token that was made for it is
 * revoked whatever happens. Throws `Failed`.
 */
export async function loadSecrets(request: LoadSecretsRequest, ports: CommandPorts): Promise<void> {
  const kept = await findSession(request, ports);
  const session = kept ?? (await logIn(request, ports));
  let deliveredLease: number | undefined;
  try {
    const read = await readAll(request, session, ports);
    const { variables } = pickAll(request, read, ports.report);
    await ports.shellEnvironment.exportVariables(variables);
    deliveredLease = read.shortestLease;
    reportLoaded(variables, ports.report);
    noteNulls(read.opened, ports.report);
  } finally {
    if (kept === undefined) await finish(request, session, deliveredLease, ports);
  }
}

async function readAll(
  { references }: LoadSecretsRequest,
  { token }: Session,
  { vault, report }: CommandPorts,
): Promise<SecretsRead> {
  const plans = await report.during(
    'asking which engines serve the paths',
    planReads(references, vault, token),
  );
  return report.during('reading the secrets', readSecrets(plans, vault, token));
}

function pickAll({ references }: LoadSecretsRequest, read: SecretsRead, report: Report): Picked {
  const picked = pickVariables(references, read.opened);
  for (const { value } of picked.variables) report.conceal(value);
  throwFailures(picked.failures);
  return picked;
}

/** Revokes the token, unless that would end values that were just handed over. */
async function finish(
  { revokesToken }: LoadSecretsRequest,
  session: Session,
  deliveredLease: number | undefined,
  { vault, report }: CommandPorts,
): Promise<void> {
  if (deliveredLease !== undefined) {
    report.note(
      `the token is kept, for with it would end the lease of the values just loaded (${deliveredLease} s)`,
    );
  } else if (revokesToken) {
    await endSession(session, () => vault, report);
  }
}
