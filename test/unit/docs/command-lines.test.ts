import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { cliCommands } from '../../../src/cli/commands.ts';

const pages = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'));
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...pages.map((name) => `docs/${name}`),
];

interface Call {
  readonly name: string;
  /** Options without the dashes. */
  readonly options: readonly string[];
}

/** The calls of the command line in a text, each up to its last line. */
function listCalls(text: string): Call[] {
  return [...text.matchAll(/(?<![\w/])vault-oidc ([a-z]+)((?:\\\n|[^\n`|])*)/g)]
    .map(([, name = '', rest = '']) => ({
      name,
      options: [...rest.matchAll(/(?<= )--([a-z-]+)/g)].map(([, option = '']) => option),
    }))
    .filter(
      ({ name, options }) => options.length > 0 || cliCommands.some((one) => one.name === name),
    );
}

/** What the command line would not understand. */
function listUnknown({ name, options }: Call): string[] {
  const command = cliCommands.find((one) => one.name === name);
  if (command === undefined) return [name];
  return options
    .filter((option) => !Object.hasOwn(command.options, option))
    .map((option) => `${name} --${option}`);
}

describe('a call of the command line that is shown', () => {
  it.each(documents)('in %s has options that are there', (document) => {
    const calls = listCalls(readFileSync(`${root}${document}`, 'utf8'));
    expect(calls.flatMap(listUnknown)).toEqual([]);
  });

  it.each(cliCommands)('in the help of $name has options that are there', ({ name, examples }) => {
    const calls = examples.flatMap(([line]) => listCalls(line));
    expect(calls.map((call) => call.name)).toEqual(examples.map(() => name));
    expect(calls.flatMap(listUnknown)).toEqual([]);
  });
});

describe('docs/administration.md', () => {
  const page = readFileSync(`${root}docs/administration.md`, 'utf8');

  it.each(cliCommands)('tells of $name what it takes, with a call that shows it', ({ name }) => {
    const [, section = ''] = page.split(`\n## ${name}\n`);
    const [own = ''] = section.split('\n## ');
    expect(listCalls(own).map((call) => call.name)).toContain(name);
    expect(own).toContain(`<!-- begin options-${name} -->`);
  });

  it('links to headings and files that are there', () => {
    const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, link = '']) => link);
    const isThere = (link: string): boolean =>
      link.startsWith('#') ? headings.includes(link.slice(1)) : pages.includes(link);
    expect(links).not.toEqual([]);
    expect(links.filter((link) => !isThere(link))).toEqual([]);
  });
});
