import type { OrbUnderReview } from './orb-under-review.ts';

/** Something in an orb that has to be mended. */
export interface Finding {
  /** The rule that it breaks. */
  readonly rule: string;
  /** Where, as a path of keys: `commands.load-secrets.parameters.role`. */
  readonly place: string;
  readonly what: string;
  /** How to mend it. */
  readonly remedy: string;
}

/** A rule for orbs; it looks at the text and at nothing else. */
export interface Rule {
  readonly name: string;
  /** How to mend what breaks it. */
  readonly remedy: string;
  readonly check: (orb: OrbUnderReview) => readonly Breach[];
}

export type Breach = Pick<Finding, 'place' | 'what'>;

/** What of the orb breaks the rules. */
export function applyRules(orb: OrbUnderReview, rules: readonly Rule[]): Finding[] {
  return rules.flatMap(({ name, remedy, check }) =>
    check(orb).map(({ place, what }) => ({ rule: name, place, what, remedy })),
  );
}

/** One line. */
export function printFinding({ rule, place, what, remedy }: Finding): string {
  return `${rule}  ${place}: ${what}; ${remedy}`.replaceAll(/\s*\n\s*/g, ' ');
}
