import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';

it.each(['', 'init', 'context', 'setup', 'doctor'])(
  'the help of vault-oidc %s may be read to its first line alone',
  (command) => {
    const line = `"$0" dist/cli.mjs ${command} --help | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line, process.execPath], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  },
);
