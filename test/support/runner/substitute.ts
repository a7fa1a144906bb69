import { CompileError, expectMap, isYamlMap } from './compile-error.ts';
import type { SubstituteOptions, TagContext } from './context.ts';

const tag = /(\\<<)|<<\s*([\w.-]+)\s*>>|<</g;
const wholeTag = /^<<\s*([\w.-]+)\s*>>$/;
const expression = /<<\s*(?:not\s+|\()*(?:pipeline|parameters|matrix)\.[^<>]*>>/;

/**
 * Puts values in the place of `<< name >>` everywhere below a value. A text that
 * is wholly one tag takes the value with its type. What is put in is not looked
 * at again; `\<<` becomes `<<`. Throws `CompileError` on an unknown name, on a
 * `<<` that opens no tag, and on what this runner does not know: tags in keys
 * and expressions.
 */
export function substitute(value: unknown, context: TagContext): unknown {
  if (typeof value === 'string') return substituteText(value, context);
  if (Array.isArray(value)) return value.map((item) => substitute(item, context));
  if (!isYamlMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const place = `${context.place}.${key}`;
      if (key.includes('<<')) throw new CompileError(place, 'tags in keys are not supported here');
      return [key, substitute(member, { ...context, place })];
    }),
  );
}

function substituteText(text: string, context: TagContext): unknown {
  const whole = wholeTag.exec(text)?.[1];
  if (whole !== undefined) return findValue(whole, context);
  return text.replace(tag, (_match, escaped?: string, name?: string) => {
    if (escaped !== undefined) return '<<';
    if (name !== undefined) {
      return printScalar(findValue(name, context), `${context.place}, ${name}`, context.options);
    }
    throw new CompileError(
      context.place,
      expression.test(text)
        ? 'expressions inside << >> are not supported here'
        : `Unclosed '<<' tag in string ('<<' must be escaped as '\\<<' in config v2.1+)`,
    );
  });
}

function findValue(name: string, { scope, place }: TagContext): unknown {
  if (Object.hasOwn(scope, name)) return scope[name];
  const [kind, ...rest] = name.split('.');
  throw new CompileError(
    place,
    kind === 'parameters'
      ? `Arguments referenced without declared parameters: ${rest.join('.')}`
      : `Unknown variable(s): ${name}`,
  );
}

/** A value as it appears inside text. */
function printScalar(value: unknown, place: string, { booleansAs }: SubstituteOptions): string {
  if (typeof value === 'boolean' && booleansAs === '1/0') return value ? '1' : '0';
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new CompileError(place, 'must be a text, a number or a boolean');
}

/** Environment entries as text. Throws `CompileError` on a value that no variable can hold. */
export function readEnvironment(
  value: unknown,
  place: string,
  options: SubstituteOptions,
): Record<string, string> {
  const entries = Object.entries(expectMap(value, place));
  return Object.fromEntries(
    entries.map(([name, entry]) => [name, printScalar(entry, `${place}.${name}`, options)]),
  );
}
