import type { NodeRelease } from './node-release.ts';

/** A script as it travels in the orb: without blank lines, lines of comment and indentation. */
export function trimScript(script: string): string {
  return script
    .replace(/^ +/gm, '')
    .replace(/^(#.*)?\n/gm, '')
    .replaceAll(' \\\n', ' ');
}

// A config indents each line of a text, and doubles or escapes quotes when there are both.
const standIns = [
  ['\n', '~'],
  ["'", '`'],
] as const;

/**
 * The text that brings a Node, made for one release; `script` is that of `fetch-node.sh`.
 * It is one line without `'`: the launcher, and `readFetchNode`, make it many again.
 * Throws when the script holds a character that stands for another.
 */
export function printFetchNode(script: string, { version, digests }: NodeRelease): string {
  const list = Object.entries(digests).map(([platform, digest]) => `${platform}=${digest}`);
  const text = trimScript(script)
    .replace('@VERSION@', version)
    .replace('@DIGESTS@', list.join(' '));
  for (const [, standIn] of standIns) {
    if (text.includes(standIn)) throw new Error(`the script holds a "${standIn}"`);
  }
  return standIns.reduce((printed, [meant, standIn]) => printed.replaceAll(meant, standIn), text);
}

/** The script in such a text, as the launcher has a shell run it. */
export function readFetchNode(text: string): string {
  return standIns.reduce((read, [meant, standIn]) => read.replaceAll(standIn, meant), text);
}
