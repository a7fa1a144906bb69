import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeRelease } from '../../orb/node-release.ts';
import { printFetchNode, readFetchNode, trimScript } from '../../orb/shell-text.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { readStepTexts } from '../../scripts/make-orb.ts';

const files = ['launcher.sh', 'fetch-node.sh'];
const shells: readonly (readonly [string, ...string[]])[] = [
  ['bash'],
  ['bash', '--posix'],
  ['dash'],
  ['busybox', 'sh'],
  ['zsh'],
  ['mksh'],
];

/** What bash 3.2 of macOS, or a POSIX shell, does not have. */
const newer = {
  'an associative array': /\b(declare|local|typeset)\b/,
  'an array': /\w=\(/,
  'a change of case': /\$\{\w+(\^|,)/,
  'a transformation': /\$\{\w+@/,
  'a part of a value': /\$\{\w+:\d/,
  'a replacement in a value': /\$\{\w+\//,
  'mapfile or readarray': /\b(mapfile|readarray|coproc)\b/,
  'both outputs at once': /&>|\|&/,
  'a process as a file': /[<>]\((?!\?)/,
  'a text as input': /<</,
  'a test in double brackets': /\[\[/,
  'a dollar quote': /\$'/,
  'a negative index': /\[-\d+\]/,
  'wait -n': /\bwait -n\b/,
  'a test whether a variable is set': /\[ -v /,
} as const;

/** The shell of a script; the program in the launcher's last quotes is none. */
function readShell(file: string): string {
  const text = trimScript(readFileSync(`${root}orb/${file}`, 'utf8'));
  return text.replace(/^.* exec "\$VAULT_OIDC_NODE" -e '[\s\S]*$/m, '').replace(/awk '[^']*'/, '');
}

describe.each(files)('orb/%s', (file) => {
  it.each(Object.entries(newer))('does without %s', (_name, pattern) => {
    expect(
      readShell(file)
        .split('\n')
        .filter((line) => pattern.test(line)),
    ).toEqual([]);
  });

  const version = spawnSync('shellcheck', ['--version']);
  // Where nobody looks at the result, a missing program may pass; in CI it may not.
  it.skipIf(version.error !== undefined && process.env['CI'] !== 'true')(
    'gives shellcheck nothing to say (skipped where shellcheck is not installed)',
    () => {
      const { stdout } = spawnSync('shellcheck', ['--shell=sh', `${root}orb/${file}`]);
      expect(stdout?.toString()).toBe('');
    },
  );
});

describe('the texts of a step', () => {
  const { launcher, fetchNode } = readStepTexts();
  const texts = Object.entries({ launcher, fetchNode: readFetchNode(fetchNode) });

  it.each(texts)('hold no comment, no blank line and no indentation: %s', (_name, text) => {
    expect(text.split('\n').filter((line) => /^(\s|#|$)/.test(line))).toEqual(['']);
    expect(text).not.toContain('@VERSION@');
    expect(text).not.toContain('@DIGESTS@');
  });

  it.each(shells)('can be read by %s %s', (shell, ...options) => {
    for (const [, text] of texts) {
      const { status, stderr } = spawnSync(shell, [...options, '-n', '-c', text]);
      expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
    }
  });

  it('are a launcher of under 4,000 characters, and one line without a single quote', () => {
    expect(launcher.length).toBeLessThan(4000);
    expect(fetchNode).not.toMatch(/[\n']/);
  });

  it.each(['~', '`'])('cannot be made of a script that holds %s', (character) => {
    expect(() => printFetchNode(`echo ${character}\n`, nodeRelease)).toThrow(character);
  });
});

describe('the Node that the orb fetches', () => {
  it('is a release of long-term support, with a digest for each machine', () => {
    const [major = 0] = nodeRelease.version.split('.').map(Number);
    expect(nodeRelease.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(major % 2).toBe(0);
    const digests = Object.values(nodeRelease.digests);
    expect(digests.filter((digest) => !/^[0-9a-f]{64}$/.test(digest))).toEqual([]);
    expect(new Set(digests).size).toBe(4);
  });

  it('is named in the text that fetches it, with every digest', () => {
    const script = "version='@VERSION@'\n  # why\n  digests='@DIGESTS@'\n";
    const [first, second] = readFetchNode(printFetchNode(script, nodeRelease)).split('\n');
    expect(first).toBe(`version='${nodeRelease.version}'`);
    for (const [platform, digest] of Object.entries(nodeRelease.digests)) {
      expect(second).toContain(`${platform}=${digest}`);
    }
  });
});
