/** The environment as the process got it. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Expanded {
  readonly text: string;
  /** Variables that the text names and the environment lacks, or holds empty. */
  readonly unset: readonly string[];
}

const reference = /\$\{([A-Za-z_]\w*)\}/g;
const wholeReference = /^\$([A-Za-z_]\w*)$/;

/**
 * Puts the environment's values in the place of `${NAME}`. A text that is wholly
 * `$NAME` counts as `${NAME}`. What a variable holds is not looked at again, so
 * it can name no further variable.
 */
export function expandReferences(text: string, environment: Environment): Expanded {
  const unset: string[] = [];
  const expanded = text
    .replace(wholeReference, '$${$1}')
    .replace(reference, (_whole, name: string) => {
      const value = environment[name] ?? '';
      if (value === '') unset.push(name);
      return value;
    });
  return { text: expanded, unset };
}
