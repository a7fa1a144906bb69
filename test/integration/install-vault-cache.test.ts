import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRelease } from '../../src/core/releases/release.ts';
import { type InstallScene, pinnedVersion, setInstallScene } from '../support/install-scene.ts';
import type { InstallOutcome } from '../support/installer-runs.ts';
import { buildGoodArchive } from '../support/release-server/archive-shapes.ts';
import { writeBinary } from '../support/release-server/binaries.ts';
import { thisPlatform } from '../support/this-platform.ts';

const archiveName = describeRelease('vault', pinnedVersion, thisPlatform).archive;
const kept = `.cache/vault-oidc/archives/${archiveName}`;

let scene: InstallScene;
let pinnedPath: string;
beforeAll(async () => {
  scene = await setInstallScene();
  pinnedPath = scene.publishPinned().archivePath;
});
afterAll(() => scene[Symbol.asyncDispose]());

describe('an archive of an earlier job', () => {
  const install = (content: Buffer, cache: string): Promise<InstallOutcome> =>
    scene.install({ version: pinnedVersion, cache }, { files: { [kept]: content } });
  const good = (): Buffer =>
    buildGoodArchive(
      describeRelease('vault', pinnedVersion, thisPlatform),
      writeBinary('vault', pinnedVersion),
    );

  it('is kept when the step says so', async () => {
    const outcome = await scene.install({ version: pinnedVersion, cache: '1' });
    expect(outcome.files[kept]).toBe(scene.publishPinned().sha256);
  });

  it('is not kept otherwise', async () => {
    const outcome = await scene.install({ version: pinnedVersion });
    expect(outcome.files[kept]).toBeUndefined();
  });

  it('is taken once it is proved', async () => {
    const before = scene.server.count(pinnedPath);
    const outcome = await install(good(), 'true');
    expect(outcome.status).toBe(0);
    expect(scene.server.count(pinnedPath)).toBe(before);
    expect(outcome.stdout).toContain('is here from an earlier job; proved by the table');
  });

  it('is thrown away when it is not, and downloaded anew', async () => {
    const before = scene.server.count(pinnedPath);
    const outcome = await install(Buffer.from('tampered'), 'true');
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('is not what it should be, and is thrown away');
    expect(scene.server.count(pinnedPath)).toBe(before + 1);
    expect(outcome.files[kept]).toBe(scene.publishPinned().sha256);
  });

  it('is not looked at when the step does not say so', async () => {
    const before = scene.server.count(pinnedPath);
    await install(good(), 'false');
    expect(scene.server.count(pinnedPath)).toBe(before + 1);
  });
});

describe('what is in the place of a kept archive', () => {
  it.each<[title: string, make: (path: string) => void]>([
    ['a FIFO', (path) => execFileSync('mkfifo', [path])],
    ['a directory', (path) => mkdirSync(path)],
  ])('may be %s: it is not read', async (_title, make) => {
    const outcome = await scene.install(
      { version: pinnedVersion, cache: 'true' },
      {
        prepare: (home) => {
          mkdirSync(dirname(join(home, kept)), { recursive: true });
          make(join(home, kept));
        },
      },
    );
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('is not what it should be, and is thrown away');
    expect(outcome.stdout).toContain('proved by the table of this orb');
  });
});
