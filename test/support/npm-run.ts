import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/bundle-helper.ts';

/**
 * Runs a script of `scripts` as a user does who calls `npm run` in a directory, on the
 * orb that is built. The directory gets a package of its own, whose script does not
 * build first.
 */
export function runByNpm(
  directory: string,
  script: string,
  args: readonly string[],
): { readonly exitStatus: number | undefined; readonly output: string } {
  const command = `"${process.execPath}" --import "${import.meta.resolve('tsx')}" "${root}scripts/${script}"`;
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ scripts: { tried: command } }));
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'tried', ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, npm_config_update_notifier: 'false' },
    timeout: 20_000,
  });
  return { exitStatus: status ?? undefined, output: stdout + stderr };
}
