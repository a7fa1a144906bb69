import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPackage, root } from '../../scripts/bundle-helper.ts';
import { printReleased } from '../../scripts/orb/released-interface.ts';
import { runByNpm } from '../support/npm-run.ts';
import { readOrb } from '../support/vault-jobs.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-validate-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the script of a checkout; without the PATH, no `circleci` is asked. */
function runScript(checkout: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(checkout, 'scripts/validate.ts'), ...args],
    { cwd: directory, encoding: 'utf8', env: { PATH: directory } },
  );
  return { status, notes: stdout, findings: stderr.split('\n').filter((line) => line !== '') };
}

/** Validates the orb, or another text. */
function validate(text?: string) {
  const file = join(directory, 'orb.yml');
  if (text !== undefined) writeFileSync(file, text);
  return runScript(root, ...(text === undefined ? [] : [file]));
}

describe('npm run orb:validate', () => {
  it('ends well for the packed orb, and says what it did not look at', () => {
    const { status, notes, findings } = validate();
    expect(findings).toEqual([]);
    expect(status).toBe(0);
    expect(notes).toContain('RC010 is waived for the names of commands: ');
    expect(notes).toContain('the official compiler was not asked. ');
    expect(notes).toContain('there is no "circleci" on the PATH');
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

const needed = ['src', 'orb', 'scripts', 'test/support', 'dist', 'package.json', 'tsconfig.json'];

/** Copies what the script needs, with that version and these changesets. */
function makeCheckout(name: string, version: string, changesets: readonly string[] = []) {
  const checkout = join(directory, name);
  for (const entry of needed) cpSync(root + entry, join(checkout, entry), { recursive: true });
  symlinkSync(`${root}node_modules`, join(checkout, 'node_modules'));
  mkdirSync(join(checkout, '.changeset'));
  for (const file of changesets) writeFileSync(join(checkout, '.changeset', file), '');
  const setVersion = (to: string): void => {
    const file = join(checkout, 'package.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/"version": ".*"/, `"version": "${to}"`),
    );
  };
  setVersion(version);
  const released = join(checkout, 'orb/interface.released.yml');
  rmSync(released, { force: true });
  return { checkout, setVersion, written: join(checkout, 'orb/interface.yml'), released };
}

// Of the same major version, whose name the examples in dist have.
const [major, minor, patch] = readPackage().version.split('.').map(Number);
const next = `${major}.${minor}.${Number(patch) + 1}`;
const later = `${major}.${minor}.${Number(patch) + 10}`;

describe('npm run orb:validate -- --release', () => {
  it('writes both files of the interface for a version that was raised', () => {
    const { checkout, setVersion, written, released } = makeCheckout('raised', next);
    writeFileSync(written, 'old');
    expect(runScript(checkout, '--release')).toMatchObject({ status: 0, findings: [] });
    const text = readFileSync(`${root}orb/interface.yml`, 'utf8');
    expect(readFileSync(written, 'utf8')).toBe(text);
    expect(readFileSync(released, 'utf8')).toContain(`# The interface of version ${next}, `);
    expect(readFileSync(released, 'utf8').endsWith(`\n${text}`)).toBe(true);
    // The next release goes on from there.
    expect(runScript(checkout, '--release').findings).toEqual([
      expect.stringContaining(`release-version  package.json: its version ${next} is not above`),
    ]);
    setVersion(later);
    expect(runScript(checkout, '--release')).toMatchObject({ status: 0, findings: [] });
    expect(readFileSync(released, 'utf8')).toContain(`# The interface of version ${later}, `);
  });

  it('writes nothing while changes wait for the release', () => {
    const { checkout, written, released } = makeCheckout('waiting', next, ['cats.md']);
    writeFileSync(written, 'old');
    const { status, findings } = runScript(checkout, '--release');
    expect(status).toBe(1);
    expect(findings[0]).toContain('release-changesets  .changeset: changes wait');
    expect(readFileSync(written, 'utf8')).toBe('old');
    expect(existsSync(released)).toBe(false);
  });

  it('writes nothing when the orb itself has a fault, such as a directory that packs otherwise', () => {
    const { checkout, released } = makeCheckout('faulty', next);
    appendFileSync(join(checkout, 'dist/orb/scripts/launcher.sh'), '# more\n');
    const { status, findings } = runScript(checkout, '--release');
    expect(status).toBe(1);
    expect(findings).not.toEqual([]);
    for (const finding of findings) {
      expect(finding).toMatch(
        /^unpacked-form {2}orb\.commands\.[a-z-]+\.steps: the directory dist\/orb packs/,
      );
    }
    expect(existsSync(released)).toBe(false);
  });

  it('takes no version that is too low for what changed', () => {
    const { checkout, released } = makeCheckout('low', next);
    const text = readFileSync(`${root}orb/interface.yml`, 'utf8');
    const old = printReleased({ version: `${major}.${minor}.${patch}`, text });
    writeFileSync(released, old.replace('      timeout:', '      patience:'));
    const { status, findings } = runScript(checkout, '--release');
    expect(status).toBe(1);
    expect(findings[0]).toContain(`its version ${next} is below ${Number(major) + 1}.0.0`);
    expect(findings[0]).toContain('commands.load-secrets.parameters.patience: it is gone');
    expect(readFileSync(released, 'utf8')).toContain('patience:');
  });
});

describe('a change of the interface since the last release', () => {
  it('wants a changeset that raises the orb as far as the change does', () => {
    const { checkout, released } = makeCheckout('changed', next, ['cats.md']);
    const text = readFileSync(`${root}orb/interface.yml`, 'utf8');
    const old = text.replace('default: 2m', 'default: 5m');
    writeFileSync(released, printReleased({ version: '1.0.0', text: old }));
    writeFileSync(
      join(checkout, '.changeset/cats.md'),
      '---\n"vault-oidc": minor\n---\n\nThe default of timeout is shorter.\n',
    );
    expect(runScript(checkout).findings).toEqual([
      expect.stringContaining('minor alone is told of what is major at least'),
    ]);
  });
});

describe('orb:validate does not look', () => {
  it.each([
    ['for an option that it does not know', ['--wriet'], "why   Unknown option '--wriet'"],
    ['at a file that is not there', ['none.yml'], 'why   ENOENT: no such file or directory'],
  ])('%s', (_title, args, why) => {
    const { status, notes, findings } = runScript(root, ...args);
    expect(status).toBe(2);
    expect(notes).toBe('');
    expect(findings[0]).toMatch(/^orb:validate: /);
    expect(findings[1]).toContain(why);
    expect(findings.at(-1)).toBe(
      '  next  call it as  npm run orb:validate -- [--write | --release | path/to/another-orb.yml]',
    );
    expect(findings.join('\n')).not.toContain('    at ');
  });

  it('elsewhere than npm was called, and not without an option that npm has kept', () => {
    writeFileSync(join(directory, 'mine.yml'), 'a: [');
    const looked = runByNpm(directory, 'validate.ts', ['--', 'mine.yml']);
    expect(looked.output).toContain('yaml  orb: ');
    expect(looked.exitStatus).toBe(1);
    const kept = runByNpm(directory, 'validate.ts', ['--write', 'mine.yml']);
    expect(kept.output).toContain('npm took --write for its own');
    expect(kept.exitStatus).toBe(2);
  });
});
