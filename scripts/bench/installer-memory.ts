import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRelease, type Product } from '../../src/core/releases/release.ts';
import { nameInputVariable } from '../../src/inputs/input.ts';
import { buildGoodArchive } from '../../test/support/release-server/archive-shapes.ts';
import { writeBinary } from '../../test/support/release-server/binaries.ts';
import { startPlainReleaseServer } from '../../test/support/release-server/server.ts';
import { thisPlatform } from '../../test/support/this-platform.ts';
import { root } from '../bundle-helper.ts';
import { measureProcess } from './measure-process.ts';

const version = '9.9.9';

/** What `install-vault` needs for a large archive; megabytes are 10^6 bytes. */
export interface InstallerMemory {
  readonly archiveMegabytes: number;
  /** The largest resident size of any process, over both kinds of archives. */
  readonly megabytes: number;
}

/** Installs a release of that size of each product from a server next door. */
export async function measureInstallerMemory(
  archiveMegabytes: number,
  signal: AbortSignal,
): Promise<InstallerMemory> {
  const sizes: number[] = [];
  for (const product of ['vault', 'openbao'] as const) {
    sizes.push(await measureProduct(product, archiveMegabytes, signal));
  }
  return { archiveMegabytes, megabytes: (Math.max(...sizes) * 2 ** 20) / 1e6 };
}

async function measureProduct(
  product: Product,
  archiveMegabytes: number,
  signal: AbortSignal,
): Promise<number> {
  const release = describeRelease(product, version, thisPlatform);
  const archive = buildGoodArchive(release, makeLargeBinary(product, archiveMegabytes));
  await using server = await startPlainReleaseServer();
  server.put(`${release.directory}/${release.archive}`, archive);
  const inputs = {
    product,
    version,
    sha256: createHash('sha256').update(archive).digest('hex'),
    release_url: server.origin,
  };
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-bench-'));
  try {
    const { memoryMiB } = await measureProcess(
      {
        program: process.execPath,
        arguments: [`${root}dist/installer.cjs`],
        environment: {
          PATH: process.env['PATH'] ?? '',
          HOME: directory,
          BASH_ENV: join(directory, 'bash-env'),
          ...Object.fromEntries(
            Object.entries(inputs).map(([name, text]) => [nameInputVariable(name), text]),
          ),
        },
        directory,
      },
      signal,
    );
    return memoryMiB;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A script that tells its version, and so many random bytes behind its end, which no packer makes smaller. */
function makeLargeBinary(product: Product, megabytes: number): Buffer {
  const noise = randomFillSync(Buffer.alloc(megabytes * 1e6));
  return Buffer.concat([writeBinary(product, version), Buffer.from('exit 0\n'), noise]);
}
