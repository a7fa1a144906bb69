/** Who owns a context: an organization, by its id or by its slug such as `gh/acme`. */
export type ContextOwner =
  | { readonly id: string; readonly slug?: never }
  | { readonly slug: string; readonly id?: never };

/** What must hold where a context is used. */
export interface Restriction {
  readonly type: 'project' | 'expression';
  /** A project's id, or an expression over pipeline values. */
  readonly value: string;
}

/** A variable of a context; none of them is a secret. */
export interface ContextVariable {
  readonly name: string;
  readonly value: string;
}

/** A context as it shall be. */
export interface ContextWish {
  readonly name: string;
  readonly owner: ContextOwner;
  readonly variables: readonly ContextVariable[];
  readonly restrictions: readonly Restriction[];
}

/** The expression that keeps jobs out which somebody ran again with SSH. */
export const noSshExpression = 'not job.ssh.enabled';

/** What the jobs must be of; each part left out counts as undefined, false or empty. */
export interface JobConditions {
  readonly branch: string;
  /** An expression of the user's own. */
  readonly expression: string;
  readonly forbidsSshReruns: boolean;
  readonly forbidsInlineConfigs: boolean;
}

/**
 * One expression that asks for all of it (CircleCI, "Using contexts", expression
 * restrictions), or undefined when nothing is asked for. What is no text or not known
 * when a job runs counts as false there.
 */
export function joinConditions(conditions: JobConditions): string | undefined {
  const { branch, expression, forbidsSshReruns, forbidsInlineConfigs } = conditions;
  const parts = [
    ...(branch === '' ? [] : [`pipeline.git.branch == ${quoteText(branch)}`]),
    ...(forbidsSshReruns ? [noSshExpression] : []),
    ...(forbidsInlineConfigs ? ['not (pipeline.config_source starts-with "api")'] : []),
  ];
  if (expression === '') return parts.length === 0 ? undefined : parts.join(' and ');
  return parts.length === 0 ? expression : [...parts, `(${expression})`].join(' and ');
}

/** A string literal of the expressions: `\` escapes a quote and itself. */
function quoteText(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Whether two restrictions ask for the same; blanks between an expression's words do not count. */
export function isSameRestriction(
  one: { readonly type: string; readonly value: string },
  other: Restriction,
): boolean {
  if (one.type !== other.type) return false;
  if (one.type === 'project') return one.value.toLowerCase() === other.value.toLowerCase();
  return trimBlanks(one.value) === trimBlanks(other.value);
}

/** An expression with one blank between its words; what is quoted stays as it is. */
export function trimBlanks(expression: string): string {
  return expression
    .trim()
    .replace(/("(?:\\.|[^"\\])*")|\s+/g, (_found, text: string | undefined) => text ?? ' ');
}
