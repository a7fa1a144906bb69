import { execFileSync } from 'node:child_process';
import { root } from '../../scripts/bundle-helper.ts';

/** Builds the orb once before the tests, so that they run what the sources say. */
export default function buildOrb(): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build.ts'], { cwd: root });
}
