/** How bad a finding is: jobs fail or anybody gets in; it should be better; it is well. */
export type Level = 'FAIL' | 'WARN' | 'OK';

/** One thing that was looked at, and how it is. Nothing of it is secret. */
export interface Finding {
  readonly level: Level;
  /** Stable, for machines; the same thing found well has the same code. */
  readonly code: string;
  /** What it is about, such as `role "deploy"`. */
  readonly subject: string;
  readonly what: string;
  /** Empty for what is well. */
  readonly why: string;
  /** What to do, one action each; a command stands alone in its text. */
  readonly next: readonly string[];
}

/** What a rule has against a thing. */
export interface Fault {
  readonly what: string;
  readonly why: string;
  readonly next: readonly string[];
  /** In the place of the rule's own. */
  readonly level?: Level;
}

/** One judgement, and how bad it is when it goes against the thing. */
export interface Rule<Subject> {
  readonly code: string;
  readonly level: 'FAIL' | 'WARN';
  /** What is well when nothing is found; undefined where that is not worth a line. */
  readonly kept: string | undefined;
  /** What is wrong; `passed over` where the rule does not apply. */
  readonly find: (subject: Subject) => Fault | 'passed over' | undefined;
}

/** What all rules say of a thing, in their order. */
export function applyRules<Subject>(
  name: string,
  rules: readonly Rule<Subject>[],
  subject: Subject,
): Finding[] {
  return rules.flatMap(({ code, level, kept, find }) => {
    const fault = find(subject);
    if (fault === 'passed over') return [];
    if (fault !== undefined) return [{ level, code, subject: name, ...fault }];
    return kept === undefined ? [] : [reportWell(code, name, kept)];
  });
}

/** A thing that is as it should be. */
export function reportWell(code: string, subject: string, what: string): Finding {
  return { level: 'OK', code, subject, what, why: '', next: [] };
}

/** How many findings there are of each level. */
export type Score = Readonly<Record<Level, number>>;

export function countLevels(findings: readonly Finding[]): Score {
  const count = (wanted: Level): number => findings.filter(({ level }) => level === wanted).length;
  return { FAIL: count('FAIL'), WARN: count('WARN'), OK: count('OK') };
}
