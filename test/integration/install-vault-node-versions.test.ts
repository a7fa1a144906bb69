import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  pinnedVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import { findNode, nodeFetchMs, nodeVersions } from '../support/node-binaries.ts';
import { cutAfter } from '../support/release-server/faults.ts';

let scene: InstallScene;
beforeAll(async () => {
  scene = await setInstallScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe.each(nodeVersions)('Node %s', (version) => {
  let node: string;
  beforeAll(() => {
    node = findNode(version);
  }, nodeFetchMs + 60_000);

  it('installs a release that it knows, after a cut', async () => {
    const { archivePath } = scene.publishPinned();
    scene.server.meet(archivePath, cutAfter(100));
    const outcome = await scene.install({ version: pinnedVersion }, { node });
    expect(outcome.status).toBe(0);
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion}`);
  });

  it('installs one with signed sums, of a zip archive and of a tar archive', async () => {
    scene.publish();
    scene.publish({ product: 'openbao' });
    const vault = await scene.install({ version: otherVersion }, { node });
    expect(await vault.runStep('vault version')).toContain(`Vault v${otherVersion}`);
    const bao = await scene.install({ product: 'openbao', version: otherVersion }, { node });
    expect(await bao.runStep('bao version')).toContain(`OpenBao v${otherVersion}`);
  });

  it('refuses another archive', async () => {
    scene.publishPinned(Buffer.from('another'));
    expectNothing(await scene.install({ version: pinnedVersion }, { node }), 'ARCHIVE_NOT_PROVED');
  });
});
