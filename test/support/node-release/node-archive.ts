import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodePlatform, NodeRelease } from '../../../orb/node-release.ts';

/** An archive as nodejs.org serves it, and the release that it proves to be of. */
export interface NodeArchive {
  /** Where it lies below the address of a mirror. */
  readonly path: string;
  readonly bytes: Buffer;
  readonly release: NodeRelease;
}

/** What the archive differs in from one that holds the Node of this process. */
export interface ArchiveWish {
  /** The text of a program in the place of Node's own binary, which is large. */
  readonly program?: string;
  readonly version?: string;
}

/** A program that is the Node of this process, and small. */
export const smallNode = `#!/bin/sh\nexec '${process.execPath}' "$@"\n`;

/** Packs a Node for this machine, with a file beside it that nobody asks for. */
export function packNode({ program, version }: ArchiveWish = {}): NodeArchive {
  const named = version ?? process.versions.node;
  const platform = findPlatform();
  const name = `node-v${named}-${platform}`;
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-node-'));
  try {
    const bin = join(directory, name, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(directory, name, 'README.md'), 'Node\n');
    if (program === undefined) copyFileSync(process.execPath, join(bin, 'node'));
    else writeFileSync(join(bin, 'node'), program);
    chmodSync(join(bin, 'node'), 0o755);
    const file = join(directory, 'archive.tar.gz');
    execFileSync('tar', ['-I', 'gzip -1', '-cf', file, '-C', directory, name]);
    const bytes = readFileSync(file);
    const digest = createHash('sha256').update(bytes).digest('hex');
    return {
      path: `/v${named}/${name}.tar.gz`,
      bytes,
      release: { version: named, digests: { ...otherDigests, [platform]: digest } },
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const none = '0'.repeat(64);
const otherDigests: NodeRelease['digests'] = {
  'linux-x64': none,
  'linux-arm64': none,
  'darwin-x64': none,
  'darwin-arm64': none,
};

function findPlatform(): NodePlatform {
  const found = Object.keys(otherDigests).find(isOfThisMachine);
  if (found === undefined) throw new Error('nodejs.org has no Node for this machine');
  return found;
}

function isOfThisMachine(name: string): name is NodePlatform {
  return name === `${process.platform}-${process.arch}`;
}
