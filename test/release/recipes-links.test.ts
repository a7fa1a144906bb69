import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';

const guides = ['developing-the-orb.md', 'migrating.md', 'recipes.md', 'releasing.md'];

/** The anchors of a document's headings, as GitHub makes them. */
function listAnchors(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(guides)('docs/%s', (guide) => {
  const text = readFileSync(`${root}docs/${guide}`, 'utf8');

  it('links to files and headings that are there', () => {
    const links = [...text.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [file, anchor] = link.split('#', 2);
      const path = `${root}docs/${file === '' ? guide : file}`;
      return !existsSync(path) || (anchor !== undefined && !listAnchors(path).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names commands and files that are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const called = [...text.matchAll(/npm (?:--prefix \S+ )?run ([\w:-]+)/g)];
    const named = [...text.matchAll(/(?<![\w/.])(?:scripts|test|orb|docs|\.circleci)\/[\w./-]+/g)];
    // The copy of the interface begins with the first release.
    const files = named.map(([path]) => path).filter((path) => !/^orb\/interface/.test(path));
    expect(called.filter(([, name = '']) => scripts[name] === undefined)).toEqual([]);
    expect(files.filter((path) => !existsSync(root + path.replace(/\.$/, '')))).toEqual([]);
  });
});
