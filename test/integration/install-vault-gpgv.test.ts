import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import { linkPrograms } from '../support/program-directory.ts';

let scene: InstallScene;
beforeAll(async () => {
  scene = await setInstallScene();
  scene.publish();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A program that says of anything that the right key made the signature; `last` is its last line. */
function writeGpgv(last: string): string {
  const { fingerprint } = scene.keys.good;
  return `#!/bin/sh
echo '[GNUPG:] NEWSIG'
echo '[GNUPG:] GOODSIG 0 good'
echo '[GNUPG:] VALIDSIG ${fingerprint} 2024-01-01 1704067200 0 4 0 22 10 00 ${fingerprint}'
${last}
`;
}

describe('gpgv', () => {
  it('is not believed when it says that it failed', async () => {
    const programs = { gpgv: writeGpgv('exit 2') };
    const outcome = await scene.install({ version: otherVersion }, { programs });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.why).toBe('gpgv itself says that it is not good');
  });

  it("has a home of its own, where nothing of the user's is", async () => {
    const last = '[ "$1" = --homedir ] && [ "$(dirname "$4")" = "$2" ] && [ -z "$HOME" ]';
    const programs = { gpgv: writeGpgv(last) };
    const outcome = await scene.install({ version: otherVersion }, { programs });
    expect(outcome.told).toEqual([]);
    expect(outcome.status).toBe(0);
  });

  it.each(['', 'home', '.'])('is not taken from "%s" of the PATH', async (entry) => {
    using programs = linkPrograms(['bash', 'cat', 'sh']);
    const outcome = await scene.install(
      { version: otherVersion },
      {
        environment: { PATH: `${entry}:${programs.path}` },
        prepare: (home) => {
          const place = join(home, '..', entry, 'gpgv');
          writeFileSync(place, writeGpgv('exit 0'), { mode: 0o755 });
        },
      },
    );
    expect(outcome.status).toBe(8);
    expect(outcome.told[0]?.code).toBe('ARCHIVE_UNPROVABLE');
  });
});
