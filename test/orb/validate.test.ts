import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { readOrb } from '../support/vault-jobs.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-validate-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Validates the orb, or another text; without the PATH, no `circleci` is asked. */
function validate(text?: string) {
  const file = join(directory, 'orb.yml');
  if (text !== undefined) writeFileSync(file, text);
  const script = [`${root}scripts/validate.ts`, ...(text === undefined ? [] : [file])];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), ...script],
    { cwd: directory, encoding: 'utf8', env: { PATH: directory } },
  );
  return { status, notes: stdout, findings: stderr.split('\n').filter((line) => line !== '') };
}

describe('npm run orb:validate', () => {
  it('ends well for the packed orb, and says what it did not look at', () => {
    const { status, notes, findings } = validate();
    expect(findings).toEqual([]);
    expect(status).toBe(0);
    expect(notes).toContain('RC010 is waived for the names of commands: ');
    expect(notes).toContain('the official compiler was not asked: circleci is not on the PATH');
  });

  it('tells each finding of another orb in one line: rule, place, what, how to mend', () => {
    const broken = readOrb()
      .replace('when: always', 'when: sometimes')
      .replace('default: lts', 'default: 22');
    const { status, findings } = validate(broken);
    expect(status).toBe(1);
    expect(findings).toEqual([
      'default-type  executors.default.parameters.tag: the default 22 is no string; give a default of the declared type, or none',
      expect.stringMatching(/^json-schema {2}commands\.revoke\.steps\.0\.run\.when: it must be /),
    ]);
  });

  it.each([
    ['a key twice', 'version: 2.1\nversion: 2.1\n', 'Map keys must be unique'],
    ['no map', '- x\n', 'it is no map'],
    ['no YAML', 'a: [', 'Flow sequence'],
  ])('tells of a file with %s', (_title, text, words) => {
    const { status, findings } = validate(text);
    expect(status).toBe(1);
    expect(findings).toEqual([expect.stringMatching(/^yaml {2}/)]);
    expect(findings[0]).toContain(words);
  });
});
