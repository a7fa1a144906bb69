import { readFileSync } from 'node:fs';

/** What the orb takes from package.json. */
export interface PackageFacts {
  /** Such as `1.2.3`. */
  readonly version: string;
  /** `homepage`, an `https` URL. */
  readonly homeUrl: string;
  /** `repository`, as an `https` URL that a browser opens. */
  readonly sourceUrl: string;
}

/** The facts of this project; throws as `parsePackageFacts` does. */
export function readPackageFacts(): PackageFacts {
  return parsePackageFacts(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}

/**
 * Reads the facts from the text of package.json. Throws with every field that is
 * missing or is not what it must be.
 */
export function parsePackageFacts(text: string): PackageFacts {
  const fields = readFields(JSON.parse(text));
  const { repository } = fields;
  const url = typeof repository === 'object' ? readFields(repository)['url'] : repository;
  const facts: PackageFacts = {
    version: readText(fields['version']),
    homeUrl: readText(fields['homepage']),
    // npm writes git+https://….git, which no browser opens.
    sourceUrl: readText(url)
      .replace(/^git\+/, '')
      .replace(/\.git$/, ''),
  };
  const problems = [
    ...(facts.version === '' ? ['"version" is missing'] : []),
    ...describeUrl('homepage', facts.homeUrl),
    ...describeUrl('repository', facts.sourceUrl),
  ];
  if (problems.length === 0) return facts;
  throw new Error(`package.json: ${problems.join('; ')}; the orb's page shows them`);
}

function describeUrl(field: string, url: string): string[] {
  if (url === '') return [`"${field}" is missing`];
  return URL.canParse(url) && url.startsWith('https://')
    ? []
    : [`"${field}" is not an https:// URL ("${url}")`];
}

function readFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
