import { markUnknown } from './unknown-text.ts';
import { isYamlMap } from './yaml-values.ts';

/** A value, and whether every run of the pipeline has it so. */
export interface Filled {
  readonly value: unknown;
  /** False where the pipeline's own values or parameters decide. */
  readonly isFixed: boolean;
}

/** What `<< … >>` may name, such as `parameters.app`. */
export type Scope = Readonly<Record<string, Filled>>;

// `\<<` is no tag (CircleCI, "Configuration reference", version 2.1).
const tag = /\\<<|<<\s*([^<>]*?)\s*>>/g;
const wholeTag = /^<<\s*([^<>]*?)\s*>>$/;

/**
 * Puts values in the place of `<< name >>` everywhere below a value. A text that is
 * wholly one tag takes the value with its type; what is put in is not looked at
 * again. What the scope lacks becomes a mark (`markUnknown`): a value that a
 * pipeline has only when it runs, or an expression.
 */
export function fillTags(value: unknown, scope: Scope): Filled {
  if (typeof value === 'string') return fillText(value, scope);
  if (Array.isArray(value)) {
    const items = value.map((item) => fillTags(item, scope));
    return { value: items.map((item) => item.value), isFixed: items.every(isFixed) };
  }
  if (!isYamlMap(value)) return { value, isFixed: true };
  const members = Object.entries(value).map(
    ([key, member]) => [key, fillTags(member, scope)] as const,
  );
  return {
    value: Object.fromEntries(members.map(([key, member]) => [key, member.value])),
    isFixed: members.every(([, member]) => member.isFixed),
  };
}

function isFixed(filled: Filled): boolean {
  return filled.isFixed;
}

function fillText(text: string, scope: Scope): Filled {
  const whole = wholeTag.exec(text)?.[1];
  if (whole !== undefined) return findValue(whole, scope);
  let isWholeFixed = true;
  const filled = text.replace(tag, (_match, name?: string) => {
    if (name === undefined) return '<<';
    const found = findValue(name, scope);
    isWholeFixed &&= found.isFixed;
    return printScalar(found.value, name);
  });
  return { value: filled, isFixed: isWholeFixed };
}

function findValue(name: string, scope: Scope): Filled {
  const found = Object.hasOwn(scope, name) ? scope[name] : undefined;
  return found ?? { value: markUnknown(`<< ${name} >>`), isFixed: false };
}

function printScalar(value: unknown, name: string): string {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value)
    : markUnknown(`<< ${name} >>`);
}
