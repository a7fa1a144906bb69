/** Why a script goes no further, told so that the reader can act on it. No part may hold the token. */
export interface Refusal {
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it happened, as far as it is known. */
  readonly why: string;
  /** What to do next, one action each. */
  readonly next: readonly [string, ...string[]];
}

/** Carries refusals, at least one, to the one place that prints them. */
export class Refused extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(refusals.map(({ what }) => what).join(' '));
    this.refusals = refusals;
  }
}

/** Throws every refusal of the list together; does nothing when there is none. */
export function throwRefusals(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new Refused(refusals);
}

/** The refusal as the reader of a terminal or of a job's page sees it. */
export function renderRefusal({ what, why, next }: Refusal): string {
  return [what, `  why   ${why}`, ...next.map((step) => `  next  ${step}`)].join('\n');
}
