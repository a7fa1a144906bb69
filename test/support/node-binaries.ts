import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Node as npm's packages `node-linux-<architecture>` carry it: the integrity of each, by
 * version and architecture. The oldest that the launcher takes, and the newest of each
 * later line that both architectures have.
 */
const integrities = {
  '18.0.0': {
    x64: 'sha512-8Ae5Sgd+RxqBNLMM/8g9nJ3ofnXkDOjUI6E+xJkECE3f8OT7Nt+rPvps27l0ouakUefCnasIjRvVzOCPDXde5w==',
    arm64:
      'sha512-UhdYdQZ5dUHGGn5+9vxxc5B7t1vwYpuV5JQC8XY3ruHd5+QR5zBdBhDiF9gI9LOWdU04drHZEMK+58OAM+8Mfg==',
  },
  '20.20.2': {
    x64: 'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
    arm64:
      'sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==',
  },
  '22.23.3': {
    x64: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    arm64:
      'sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
  },
  '24.21.0': {
    x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    arm64:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  '26.10.0': {
    x64: 'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
    arm64:
      'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
  },
} as const;

export type NodeVersion = keyof typeof integrities;

/** The versions, the oldest first. */
export const nodeVersions: readonly NodeVersion[] = [
  '18.0.0',
  '20.20.2',
  '22.23.3',
  '24.21.0',
  '26.10.0',
];

/** How long a fetch may take. */
export const nodeFetchMs = 300_000;

/**
 * The path of Node of that version for this machine, fetched once with `npm pack` into the
 * user's cache. The package is unpacked when its integrity is the pinned one, and the
 * finished file is renamed into place. Throws where there is none for the machine.
 */
export function findNode(version: NodeVersion): string {
  const { platform, arch } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64')) {
    throw new Error(`the tests pin no Node for ${platform}-${arch}: run this one on Linux`);
  }
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const cache = join(base, 'vault-oidc', `tested-node-${version}-${arch}`);
  const target = join(cache, 'node');
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    run('npm', ['pack', '--silent', `node-linux-${arch}@${version}`, '--pack-destination', work]);
    const [archive = 'none'] = readdirSync(work);
    checkIntegrity(join(work, archive), integrities[version][arch]);
    run('tar', ['-xzf', join(work, archive), '-C', work, 'package/bin/node']);
    renameSync(join(work, 'package', 'bin', 'node'), target);
    return target;
  } catch (error) {
    throw new Error(`Node ${version} could not be fetched: make "npm pack" work here`, {
      cause: error,
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function checkIntegrity(path: string, pinned: string): void {
  const found = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
  if (found !== pinned) throw new Error(`its integrity is ${found}, and not ${pinned}`);
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: nodeFetchMs });
}
