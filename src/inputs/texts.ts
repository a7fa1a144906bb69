import { Problem } from './input.ts';

/** Text as it is. */
export function keepText(text: string): string {
  return text;
}

/** Text without blanks at its ends, that may be empty and holds no control character. */
export function parsePlainText(text: string): string | Problem {
  const trimmed = text.trim();
  return /\p{Cc}/u.test(trimmed)
    ? new Problem('it holds a control character, such as a newline')
    : trimmed;
}

/** Plain text that is empty or of this shape; `problem` says what it is not. */
export function parseShape(text: string, shape: RegExp, problem: string): string | Problem {
  const plain = parsePlainText(text);
  if (plain instanceof Problem || plain === '' || shape.test(plain)) return plain;
  return new Problem(problem);
}

/**
 * Path segments that name one thing inside Vault (a mount, a namespace): slashes
 * at the ends are dropped; what would leave the place or break a URL is refused.
 */
export function parseSlashedName(text: string): string | Problem {
  return parseShape(
    text.trim().replace(/^\/+|\/+$/g, ''),
    /^(?!\.\.?(\/|$))[\w.@+~-]+(\/(?!\.\.?(\/|$))[\w.@+~-]+)*$/,
    'it holds something other than letters, digits, "_", "-", ".", "@", "+", "~" and single "/"',
  );
}
