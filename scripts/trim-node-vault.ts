/** Parts of node-vault's one source file that the helper never reaches. */
const unreached: readonly RegExp[] = [
  // Its own HTTP stack, which stands behind the use of a transport that is given.
  /(?<=\.defaults\(rpDefaults\);\n).*?(?=^ {4}\}\)\(\);)/ms,
  // Its methods besides read, write and request, its generated commands, its timers.
  /^ {4}client\.help = .*?(?=^ {4}client\.write = )/ms,
  /^ {4}client\.update = .*?(?=^ {4}client\.read = )/ms,
  /^ {4}client\.list = .*?(?=^ {4}return client;)/ms,
];

/**
 * node-vault's source without what the helper never reaches. Throws when a part
 * is not where it was: a new version has to be read before it is shipped.
 */
export function trimNodeVault(source: string): string {
  return unreached.reduce((text, part) => {
    const trimmed = text.replace(part, '');
    if (trimmed !== text) return trimmed;
    throw new Error(`node-vault has no ${part} any more: see what of it the helper needs`);
  }, source);
}
