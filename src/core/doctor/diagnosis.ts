import { countLevels, type Finding, type Level } from './finding.ts';
import type { Admission } from './judge-admission.ts';

/** All that was found. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What each role would make of the token at hand; empty without one. */
  readonly admissions: readonly Admission[];
}

/** The diagnosis for machines; its names and codes stay. */
export function renderDiagnosisJson({ findings, admissions }: Diagnosis): string {
  const { FAIL, WARN, OK } = countLevels(findings);
  const score = { fail: FAIL, warn: WARN, ok: OK };
  return JSON.stringify({ score, findings, admissions }, undefined, 2);
}

const colors: Readonly<Record<Level, number>> = { FAIL: 31, WARN: 33, OK: 32 };
const order: readonly Level[] = ['FAIL', 'WARN', 'OK'];

/** The diagnosis for people: what each thing is about together, the worst first, and the score. */
export function renderDiagnosis({ findings, admissions }: Diagnosis, hasColor: boolean): string {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  const groups = subjects.map((subject) => {
    const own = findings.filter((finding) => finding.subject === subject);
    return order
      .flatMap((level) => own.filter((finding) => finding.level === level))
      .map((finding) => renderFinding(finding, hasColor))
      .join('\n');
  });
  const { FAIL, WARN, OK } = countLevels(findings);
  const shown = admissions.length === 1 ? admissions : [];
  return [...groups, ...shown.map(renderAdmission), `${FAIL} FAIL, ${WARN} WARN, ${OK} OK`].join(
    '\n\n',
  );
}

function renderFinding(finding: Finding, hasColor: boolean): string {
  const { level, subject, what, why, next } = finding;
  const word = level.padEnd(4);
  const mark = hasColor ? `\u001B[${colors[level]}m${word}\u001B[0m` : word;
  const reason = why === '' ? '' : ` — ${clean(why)}`;
  return [
    `${mark}  ${clean(subject)}: ${clean(what)}${reason}`,
    ...next.map((step) => `      next  ${clean(step)}`),
  ].join('\n');
}

function renderAdmission({ role, checks, isAdmitted }: Admission): string {
  // A claim may be looked at for more than one thing.
  const claims = new Set(checks.map(({ claim, got }) => `${clean(claim)} is ${clean(got)}`));
  const lines = [...claims].map((text) => {
    const wanted = checks
      .filter((check) => !check.isMet && text === `${clean(check.claim)} is ${clean(check.got)}`)
      .map((check) => clean(check.wanted));
    return wanted.length === 0
      ? `  yes  ${text}`
      : `  no   ${text}, wanted is ${wanted.join(', and ')}`;
  });
  const verdict = isAdmitted ? 'would let the token in' : 'would not let the token in';
  return [`role "${clean(role)}" ${verdict}:`, ...lines].join('\n');
}

/** What comes from a server or a token must not make a line, move the cursor or hide a line. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
