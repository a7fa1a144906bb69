import { CompileError, expectMap, isYamlMap } from './compile-error.ts';

/** What `<< … >>` may name: `parameters.x`, `pipeline.y`. */
export type Scope = Readonly<Record<string, unknown>>;

export interface SubstituteOptions {
  /** How a boolean looks inside text; CircleCI's documentation shows both. */
  readonly booleansAs: 'true/false' | '1/0';
}

const tag = /(\\<<)|<<\s*([\w.-]+)\s*>>|(<<)/g;
const wholeTag = /^<<\s*([\w.-]+)\s*>>$/;

/**
 * Puts values in the place of `<< name >>` everywhere below a value. A text that
 * is wholly one tag takes the value with its type. What is put in is not looked
 * at again; `\<<` becomes `<<`. Throws `CompileError` on an unknown name and on
 * a `<<` that opens no tag.
 */
export function substitute(
  value: unknown,
  scope: Scope,
  place: string,
  options: SubstituteOptions,
): unknown {
  if (typeof value === 'string') return substituteText(value, scope, place, options);
  if (Array.isArray(value)) {
    return value.map((item) => substitute(item, scope, place, options));
  }
  if (!isYamlMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      substitute(member, scope, `${place}.${key}`, options),
    ]),
  );
}

function substituteText(
  text: string,
  scope: Scope,
  place: string,
  options: SubstituteOptions,
): unknown {
  const whole = wholeTag.exec(text)?.[1];
  if (whole !== undefined) return findValue(whole, scope, place);
  return text.replace(tag, (_match, escaped?: string, name?: string) => {
    if (escaped !== undefined) return '<<';
    if (name !== undefined) return printValue(findValue(name, scope, place), options);
    throw new CompileError(
      place,
      `Unclosed '<<' tag in string ('<<' must be escaped as '\\<<' in config v2.1+)`,
    );
  });
}

function findValue(name: string, scope: Scope, place: string): unknown {
  if (Object.hasOwn(scope, name)) return scope[name];
  throw new CompileError(place, `unknown variable << ${name} >>`);
}

/** A value as it appears inside text. */
function printValue(value: unknown, { booleansAs }: SubstituteOptions): string {
  if (typeof value === 'boolean' && booleansAs === '1/0') return value ? '1' : '0';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Environment entries as text. */
export function readEnvironment(
  value: unknown,
  place: string,
  options: SubstituteOptions,
): Record<string, string> {
  const entries = Object.entries(expectMap(value, place));
  return Object.fromEntries(entries.map(([name, entry]) => [name, printValue(entry, options)]));
}
