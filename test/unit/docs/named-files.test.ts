import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/administration.md',
  'docs/tutorial.md',
];

/** Paths of the repository that a document names in code; a bare file name means the folder before it. */
function listNamedFiles(document: string): string[] {
  const text = readFileSync(`${root}${document}`, 'utf8');
  let folder = '';
  return [
    ...text.matchAll(/`(?:npx vitest run )?([\w./-]+\.(?:ts|sh|yml|json)|[\w-]+(?:\/[\w-]+)+)`/g),
  ]
    .map(([, path = '']) => path)
    .filter(
      (path) => path.endsWith('.test.ts') || /^(src|orb|scripts|test|docs|bench)\//.test(path),
    )
    .map((path) => {
      if (!path.includes('/')) return `${folder}/${path}`;
      folder = path.slice(0, path.lastIndexOf('/'));
      return path;
    });
}

describe('a document', () => {
  it.each(documents)('%s names files that are there', (document) => {
    const named = listNamedFiles(document);
    expect(named).not.toEqual([]);
    expect(named.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });
});
