import { findClaim, nameClaim } from './circleci-claims.ts';
import { uuidShape } from './uuid.ts';

/** What a pattern fits beside what a role is for. */
export interface Breadth {
  readonly why: string;
  /** Whether it fits all, so that nothing is lost without it. */
  readonly isAny: boolean;
}

/** How a pattern of a claim fits more than a role is for; undefined where it does not. */
export function describeBreadth(claim: string, pattern: string): Breadth | undefined {
  if (!pattern.includes('*')) return undefined;
  if (/^\*+$/.test(pattern)) {
    return { why: 'that fits every token, as if it were not bound', isAny: true };
  }
  if (findClaim(claim)?.shape === uuidShape) {
    return { why: 'ids have no parts: a pattern fits those of others', isAny: false };
  }
  if (claim === nameClaim('vcs-origin') && !namesOwner(pattern)) {
    return { why: 'it fits the repositories of other owners', isAny: false };
  }
  if (claim === nameClaim('vcs-ref') && fitsEveryRef(pattern)) {
    return { why: 'that fits every ref, as if it were not bound', isAny: true };
  }
  return undefined;
}

/** Whether the host and the owner are whole: `*` reaches over slashes. */
function namesOwner(pattern: string): boolean {
  const [host = '', owner = '', ...rest] = pattern.split('/');
  return rest.length > 0 && !host.includes('*') && !owner.includes('*');
}

// Two names of one form have no character in common: a pattern that fits both leaves the
// names open.
const everyBranch = [
  ['refs/heads/q', 'refs/heads/7'],
  ['refs/heads/q/x', 'refs/heads/7/5'],
  ['refs/heads/q-x', 'refs/heads/7-5'],
] as const;
const everyTag = ['refs/tags/q', 'refs/tags/7'] as const;

/** Whether a pattern of `vcs-ref` fits any branch that somebody may push, or any with a slash or a hyphen. */
export function fitsEveryBranch(pattern: string): boolean {
  return everyBranch.some((names) => names.every((name) => fitsGlob(pattern, name)));
}

/** Whether a pattern of `vcs-ref` fits every branch and every tag. */
export function fitsEveryRef(pattern: string): boolean {
  return fitsEveryBranch(pattern) && everyTag.every((name) => fitsGlob(pattern, name));
}

/** Whether a text fits a glob, whose `*` is any characters, a slash among them. */
export function fitsGlob(glob: unknown, text: unknown): boolean {
  if (typeof glob !== 'string' || typeof text !== 'string') return false;
  const parts = glob.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return text === glob;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
