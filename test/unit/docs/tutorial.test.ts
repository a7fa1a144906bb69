import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { readTutorialCommands } from '../../../scripts/demo/tutorial.ts';

const text = readFileSync(`${root}docs/tutorial.md`, 'utf8');

/** The code blocks whose paragraph begins with the link of a file, by that file. */
const shown = new Map(
  [...text.matchAll(/^\[[^\]]+\]\(tutorial\/([^)]+)\) .*\n\n```\w+\n([\s\S]*?)^```$/gm)].map(
    ([, file, code]) => [file, code],
  ),
);

describe('docs/tutorial.md', () => {
  it.each(readdirSync(`${root}docs/tutorial`))('shows %s as the demo runs it', (file) => {
    expect(shown.get(file)).toBe(readFileSync(`${root}docs/tutorial/${file}`, 'utf8'));
  });

  it('shows the four commands once each, in the order in which one needs the other', () => {
    expect(readTutorialCommands().map(({ name }) => name)).toEqual([
      'init',
      'context',
      'setup',
      'doctor',
    ]);
  });

  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link]) => link);
    expect(links.filter((link) => !existsSync(`${root}docs/${link}`))).toEqual([]);
  });

  it('names commands that are there', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const names = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name);
    const tests = [...text.matchAll(/vitest run ([\w./-]+)/g)].map(([, path]) => path);
    expect(names.filter((name) => scripts[name ?? ''] === undefined)).toEqual([]);
    expect(tests.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  });
});
