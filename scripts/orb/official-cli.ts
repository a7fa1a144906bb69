import { checkToken, readAccess } from '../circleci-cli/access.ts';
import {
  type CircleCiCli,
  type CliResult,
  findCli,
  readReason,
} from '../circleci-cli/circleci-cli.ts';
import { Refused, throwRefusals } from '../refusal.ts';
import { makeDirectory } from '../temporary-directory.ts';
import type { Finding } from './finding.ts';

/** What the official compiler says, or why it was not asked. */
export interface OfficialAnswer {
  readonly findings: readonly Finding[];
  readonly note: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Lets `circleci orb validate` look at the file, whose path is absolute, when the
 * program is on the PATH and its token in the environment. It is never needed: what
 * stands in its way is told in the note, and is no finding.
 */
export async function askOfficialCli(
  path: string,
  environment: Environment,
): Promise<OfficialAnswer> {
  using home = makeDirectory('cli');
  try {
    const access = readAccess(environment);
    const cli = await findCli(environment, access, home.path);
    throwRefusals(checkToken(access));
    return await validate(cli, path);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const reasons = error.refusals.map(({ what, why }) => `${what.replace(/\.$/, '')}: ${why}`);
    return { findings: [], note: `the official compiler was not asked. ${reasons.join('; ')}` };
  }
}

async function validate(cli: CircleCiCli, path: string): Promise<OfficialAnswer> {
  const name = `the CircleCI CLI ${cli.version}`;
  const result = await cli.run('orb', 'validate', path);
  if (isRefusal(cli, result)) {
    const what = readReason(result);
    const remedy = "correct it as the service's compiler says";
    return {
      findings: [{ rule: 'official-cli', place: 'orb', what, remedy }],
      note: `${name} refuses the orb`,
    };
  }
  const unproven = result.exitStatus === 0 ? await findDoubt(cli, path) : result;
  const note =
    unproven === undefined
      ? `${name} finds the orb valid`
      : `${name} got no answer about the orb (${tellEnd(unproven)}): ${readReason(unproven)}`;
  return { findings: [], note };
}

/** Whether this answer is about the orb; others are about the service or the token. */
function isRefusal({ generation }: CircleCiCli, { exitStatus, stderr }: CliResult): boolean {
  if (generation === '1.x') return exitStatus === 7;
  // It ends with 255 whatever happened; this beginning is of faults on the way.
  return (
    exitStatus === 255 && /^Error: /m.test(stderr) && !/^Error: Validating config:/m.test(stderr)
  );
}

/**
 * The call that does not bear out that the orb is valid. The CLI 0.1 looks for errors
 * in the answer alone, so that an empty one passes for "valid": the compiled text is
 * what shows that the compiler has seen the orb.
 */
async function findDoubt(cli: CircleCiCli, path: string): Promise<CliResult | undefined> {
  if (cli.generation === '1.x') return undefined;
  const compiled = await cli.run('orb', 'process', path);
  return compiled.exitStatus === 0 && compiled.stdout.trim() !== '' ? undefined : compiled;
}

function tellEnd({ exitStatus }: CliResult): string {
  return exitStatus === undefined ? 'it was ended' : `exit status ${exitStatus}`;
}
