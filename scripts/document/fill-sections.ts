/** Generated Markdown by the name of the section that holds it. */
export type Sections = Readonly<Record<string, string>>;

const section = /<!-- begin (?<name>[\w-]+) -->\n(?:.*?\n)?<!-- end \k<name> -->/gs;

/**
 * The document with the text between `<!-- begin NAME -->` and `<!-- end NAME -->`
 * replaced by the section of that name. Throws when the document lacks a section
 * that is given, or has one that is not.
 */
export function fillSections(document: string, sections: Sections): string {
  const missing = new Set(Object.keys(sections));
  const filled = document.replace(section, (...match) => {
    const { name } = match.at(-1);
    const text = sections[name];
    if (text === undefined) throw new Error(`nothing generates the section "${name}"`);
    missing.delete(name);
    return `<!-- begin ${name} -->\n\n${text.trim()}\n\n<!-- end ${name} -->`;
  });
  if (missing.size > 0)
    throw new Error(`the document lacks the section ${[...missing].join(', ')}`);
  return filled;
}
