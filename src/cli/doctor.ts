import { createCircleCiTokens } from '../adapters/circleci-tokens.ts';
import { readConfigFile } from '../adapters/config-file.ts';
import { createExecutorProbe } from '../adapters/executor-probe.ts';
import { createServerProbe } from '../adapters/server-probe.ts';
import { readTlsSettings } from '../adapters/tls-settings.ts';
import { findTokenAtHand, type TokenAtHand } from '../adapters/token-at-hand.ts';
import { type DoctorRequest, diagnose } from '../commands/doctor.ts';
import { chooseProxy } from '../core/choose-proxy.ts';
import { renderDiagnosis, renderDiagnosisJson } from '../core/doctor/diagnosis.ts';
import { countLevels } from '../core/doctor/finding.ts';
import { doctorOptions } from '../inputs/doctor-options.ts';
import type { OptionValues } from '../inputs/option.ts';
import { defineCliCommand, type Surroundings } from './cli-command.ts';
import { type LentVault, lendVault, listTlsSources } from './lend-vault.ts';

/** `vault-oidc doctor`: exit status 0 without a FAIL, else 1. */
export const doctor = defineCliCommand(
  {
    name: 'doctor',
    summary: 'judge whether Vault lets the right jobs in, and no others; change nothing',
    options: doctorOptions,
    examples: [
      ['vault-oidc doctor', 'Judge every role of auth/jwt'],
      [
        'vault-oidc doctor --role deploy --config .circleci/config.yml',
        'Judge one role, and whether it may read what the config reads',
      ],
      [
        'vault-oidc doctor --role deploy --token-file token.jwt',
        'Say claim by claim whether it would let a token in',
      ],
      ['npx vault-oidc doctor', 'In a job: also judge whether its machine has what the orb needs'],
    ],
  },
  async (values, surroundings) => {
    const { report, terminal } = surroundings;
    const config = values.config === '' ? undefined : readConfigFile(values.config);
    const diagnosis = await lendVault(values, surroundings, async (lent) => {
      const atHand = await obtainToken(values, surroundings);
      if (atHand !== undefined) report.conceal(atHand.token);
      const request = makeRequest(values, atHand, config);
      return report.during('looking', diagnose(request, makePorts(values, surroundings, lent)));
    });
    terminal.print(
      values.json ? renderDiagnosisJson(diagnosis) : renderDiagnosis(diagnosis, terminal.hasColor),
    );
    return countLevels(diagnosis.findings).FAIL === 0 ? 0 : 1;
  },
);

/** The token of a file, one that is minted, or the job's own, in this order. */
async function obtainToken(
  values: Values,
  { environment, clock, end }: Surroundings,
): Promise<Pick<TokenAtHand, 'token' | 'problem'> | undefined> {
  if (values['token-file'] !== '' || values.audience === '') {
    return findTokenAtHand(values['token-file'], environment);
  }
  const tokens = createCircleCiTokens(environment, clock, end.signal);
  return { token: await tokens.obtain(values.audience), problem: undefined };
}

type Values = OptionValues<typeof doctorOptions>;

function makeRequest(
  values: Values,
  atHand: Pick<TokenAtHand, 'token' | 'problem'> | undefined,
  config: unknown,
): DoctorRequest {
  return {
    namespace: values.namespace,
    mount: values.mount,
    roles: values.role,
    asked: {
      issuer: values.issuer === '' ? undefined : values.issuer,
      organizationId: values['organization-id'],
      projectId: values['project-id'],
    },
    config,
    token: atHand?.problem === undefined ? atHand?.token : undefined,
    tokenProblem: atHand?.problem,
    isVerified: !values['skip-verify'],
  };
}

function makePorts(
  values: Values,
  { environment, clock, report, end }: Surroundings,
  { administration, token, connection }: LentVault,
): Parameters<typeof diagnose>[1] {
  const isDirect = chooseProxy(new URL(values.address), environment) === undefined;
  const settings = isDirect ? readTlsSettings(listTlsSources(values)) : undefined;
  const isJob = values.job || environment['CIRCLECI'] === 'true';
  return {
    server: createServerProbe(values.address, connection, settings),
    executor: isJob ? createExecutorProbe(environment, clock, report, end.signal) : undefined,
    administration: token === undefined ? undefined : administration,
    clock,
  };
}
