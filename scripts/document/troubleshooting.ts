import { exitStatuses, exitStatusMeanings } from '../../src/core/failure.ts';
import { type FailureCause, type ToldCode, toldCodes } from './causes/failure-cause.ts';
import { inputCauses } from './causes/input-causes.ts';
import { installCauses } from './causes/install-causes.ts';
import { loginCauses } from './causes/login-causes.ts';
import { machineCauses } from './causes/machine-causes.ts';
import { serverCauses } from './causes/server-causes.ts';

/** The words of the page; a code without any does not compile. */
const failureCauses: Readonly<Record<ToldCode, FailureCause>> = {
  ...inputCauses,
  ...loginCauses,
  ...serverCauses,
  ...machineCauses,
  ...installCauses,
};

/** Every code below its exit status, each with cause and remedy; Markdown. */
export function describeFailures(): string {
  const statuses = [...new Set(Object.values(toldCodes))].sort((one, other) => one - other);
  return statuses.map(describeStatus).join('\n\n');
}

function describeStatus(status: number): string {
  const codes = Object.keys(toldCodes).filter(isToldCode);
  const described = codes.filter((code) => toldCodes[code] === status).map(describeCode);
  return [`## Status ${status}: ${findMeaning(status)}`, ...described].join('\n\n');
}

function describeCode(code: ToldCode): string {
  const { cause, remedy } = failureCauses[code];
  return `### ${code}\n\n${cause}\n\n**What to do:** ${remedy}`;
}

function findMeaning(status: number): string {
  const kinds = Object.keys(exitStatuses).filter(isKind);
  const kind = kinds.find((name) => exitStatuses[name] === status);
  return kind === undefined ? 'the step could not begin' : exitStatusMeanings[kind];
}

function isToldCode(name: string): name is ToldCode {
  return name in toldCodes;
}

function isKind(name: string): name is keyof typeof exitStatuses {
  return name in exitStatuses;
}
