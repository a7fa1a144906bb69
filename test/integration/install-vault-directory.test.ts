import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRelease } from '../../src/core/releases/release.ts';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  pinnedVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import type { InstallWish } from '../support/installer-runs.ts';
import { linkPrograms } from '../support/program-directory.ts';
import { buildGoodArchive } from '../support/release-server/archive-shapes.ts';
import { writeBinary } from '../support/release-server/binaries.ts';
import { thisPlatform } from '../support/this-platform.ts';

let scene: InstallScene;
let pinnedPath: string;
beforeAll(async () => {
  scene = await setInstallScene();
  pinnedPath = scene.publishPinned().archivePath;
});
afterAll(() => scene[Symbol.asyncDispose]());

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const tell = (version: string): string => writeBinary('vault', version).toString();

describe('the directory', () => {
  it.each([
    ['~/tools', 'tools'],
    ['${HOME}/with blanks/and "quotes"', 'with blanks/and "quotes"'],
    ['home/./relative', 'relative'],
  ])('may be %s', async (install_dir, directory) => {
    const outcome = await scene.install({ version: pinnedVersion, install_dir });
    expect(outcome.status).toBe(0);
    expect(Object.keys(outcome.files)).toContain(`${directory}/vault`);
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
    expect(await outcome.runStep('printf %s "$EARLIER"')).toBe('1');
  });

  it('is put where the shell of later steps will not see it by itself with a note', async () => {
    const environment = { VAULT_OIDC_READS_ENVIRONMENT: 'no' };
    const outcome = await scene.install({ version: pinnedVersion }, { environment });
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('note: this shell does not read $BASH_ENV');
  });

  it('is not put on the PATH twice', async () => {
    const bin = '.local/bin';
    const outcome = await scene.install(
      { version: pinnedVersion },
      { files: { [`${bin}/vault`]: tell('1.0.0') }, isHomeOnPath: true },
    );
    expect(outcome.status).toBe(0);
    expect(outcome.bashEnv).not.toContain('PATH');
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
  });

  it.each([
    ['$HOME/tools', 'it holds "$" that stands for no variable'],
    ['${NOPE}/tmp/vault-oidc-never-made', 'a part of it is missing; NOPE is not set in this job'],
    ['${NOPE}', 'it is empty; NOPE is not set in this job'],
    ['~root/bin', 'its "~" names another user'],
  ])('may not be %s', async (install_dir, why) => {
    const outcome = await scene.install({ version: pinnedVersion, install_dir });
    expectNothing(outcome, 'PARAMETER_INVALID', 2);
    expect(outcome.told[0]?.why).toBe(why);
  });

  it('that is a file is refused, and the file stays', async () => {
    const outcome = await scene.install(
      { version: pinnedVersion, install_dir: '~/taken' },
      { files: { taken: 'text' } },
    );
    expect(outcome.status).toBe(7);
    expect(outcome.told[0]?.code).toBe('INSTALL_DIRECTORY_UNUSABLE');
    expect(Object.keys(outcome.files)).toEqual(['taken']);
  });
});

describe('a file that is in the place of the binary', () => {
  const bin = { '.local/bin/vault': tell('1.0.0') };

  it('gives way to the binary', async () => {
    const outcome = await scene.install({ version: pinnedVersion }, { files: bin });
    expect(outcome.status).toBe(0);
    expect(await outcome.runStep('~/.local/bin/vault version')).toContain(pinnedVersion);
  });

  it.each<[title: string, wish: Partial<InstallWish>, parameters: object, code: string]>([
    ['the archive is not proved', {}, { sha256: 'b'.repeat(64) }, 'ARCHIVE_NOT_PROVED'],
    ['$BASH_ENV is not there', { environment: { BASH_ENV: '' } }, {}, 'BASH_ENV_UNUSABLE'],
    ['$BASH_ENV is a directory', { environment: { BASH_ENV: '/tmp' } }, {}, 'BASH_ENV_NOT_WRITTEN'],
    ['$BASH_ENV is broken', { bashEnv: "export X='open\n" }, {}, 'BASH_ENV_UNUSABLE'],
    ['$BASH_ENV keeps the PATH', { bashEnv: 'readonly PATH\n' }, {}, 'BASH_ENV_UNUSABLE'],
  ])('stays when %s', async (_title, wish, parameters, code) => {
    const files = { ...bin, '.local/bin/other': 'text' };
    const outcome = await scene.install(
      { version: pinnedVersion, ...parameters },
      { ...wish, files },
    );
    expect(outcome.told.map((told) => told.code)).toEqual([code]);
    expect(outcome.files['.local/bin/vault']).toBe(hash(tell('1.0.0')));
    expect(Object.keys(outcome.files).filter((name) => /vault-oidc/.test(name))).toEqual([]);
    if (wish.bashEnv !== undefined) expect(outcome.bashEnv).toBe(wish.bashEnv);
  });

  it.each<[title: string, wish: Partial<InstallWish>]>([
    ['not set', { environment: { BASH_ENV: '' } }],
    ['broken', { bashEnv: "export X='open\n" }],
  ])('is not even downloaded when $BASH_ENV is %s', async (_title, wish) => {
    const before = scene.server.count(pinnedPath);
    const outcome = await scene.install({ version: pinnedVersion }, wish);
    expect(outcome.told.map((told) => told.code)).toEqual(['BASH_ENV_UNUSABLE']);
    expect(outcome.status).toBe(7);
    expect(outcome.files).toEqual({});
    expect(scene.server.count(pinnedPath)).toBe(before);
  });

  it('is not there afterwards when $BASH_ENV could not be written to', async () => {
    const environment = { BASH_ENV: '/dev/null' };
    const outcome = await scene.install({ version: pinnedVersion }, { environment });
    expectNothing(outcome, 'BASH_ENV_UNUSABLE', 7);
  });
});

describe('a PATH with an entry that depends on the working directory', () => {
  const right = tell(pinnedVersion);
  const wrong = '#!/bin/sh\necho wrong\n';

  it.each([
    ['', wrong],
    ['tools', wrong],
    // It is not there in another working directory.
    ['tools', right],
  ])('"%s" does not count as where the binary is', async (entry, program) => {
    using programs = linkPrograms(['bash', 'cat', 'sh']);
    const outcome = await scene.install(
      { version: pinnedVersion },
      {
        environment: { PATH: `${programs.path}:${entry}:${programs.path}/more` },
        prepare: (home) => {
          const place = join(home, '..', entry);
          mkdirSync(place, { recursive: true });
          writeFileSync(join(place, 'vault'), program, { mode: 0o755 });
          mkdirSync(join(programs.path, 'more'));
          writeFileSync(join(programs.path, 'more', 'vault'), right, { mode: 0o755 });
        },
      },
    );
    expect(outcome.status).toBe(0);
    expect(outcome.files).toHaveProperty(['.local/bin/vault'], hash(right));
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
  });
});

describe('the program that is asked for its version', () => {
  it("has none of the job's secrets", async () => {
    const version = '2.5.5';
    const curious = `#!/bin/sh\n[ -z "$CANARY" ] || exit 1\n${tell(version).replace('#!/bin/sh\n', '')}`;
    const form = describeRelease('vault', version, thisPlatform);
    const { sha256 } = scene.publish({
      version,
      archive: buildGoodArchive(form, Buffer.from(curious)),
    });
    const environment = { CANARY: 'secret' };
    const outcome = await scene.install({ version, sha256 }, { environment });
    expect(outcome.told).toEqual([]);
    expect(outcome.status).toBe(0);
  });
});

describe('a signal after the download', () => {
  it('leaves nothing', async () => {
    const form = describeRelease('vault', otherVersion, thisPlatform);
    const slow = Buffer.from('#!/bin/sh\nexec sleep 20\n');
    const { sha256 } = scene.publish({ archive: buildGoodArchive(form, slow) });
    const interruption = { signal: 'SIGTERM', when: /proved by/ } as const;
    const outcome = await scene.install({ version: otherVersion, sha256 }, { interruption });
    expect(outcome.status).toBe(143);
    expect(outcome.files).toEqual({});
  });
});

describe('two runs at once', () => {
  it('into one directory leave the binary, and nothing else', async () => {
    const install_dir = mkdtempSync(join(tmpdir(), 'vault-oidc-shared-'));
    try {
      const install = () => scene.install({ version: pinnedVersion, install_dir });
      const outcomes = await Promise.all([install(), install()]);
      expect(outcomes.map(({ status }) => status)).toEqual([0, 0]);
      expect(readdirSync(install_dir)).toEqual(['vault']);
      for (const outcome of outcomes) {
        expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
      }
    } finally {
      rmSync(install_dir, { recursive: true });
    }
  });
});
