import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRelease } from '../../src/core/releases/release.ts';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { answerWith, cutConnection, redirectTo, staySilent } from '../support/faulty-server.ts';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import { buildArchive } from '../support/release-server/archive-shapes.ts';
import { writeBinary } from '../support/release-server/binaries.ts';
import { cutAfter, hideLength, ignoreRange, stallAfter } from '../support/release-server/faults.ts';
import {
  type ReleaseFault,
  type ReleaseServer,
  startPlainReleaseServer,
  startReleaseServer,
} from '../support/release-server/server.ts';
import { thisPlatform } from '../support/this-platform.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';

const { archiveKind } = describeRelease('vault', otherVersion, thisPlatform);
const program = (): Buffer => {
  // Some megabytes that do not shrink, so that it comes in many parts.
  const ballast = Buffer.from(`: '${randomBytes(1_500_000).toString('hex')}'\n`);
  return Buffer.concat([writeBinary('vault', otherVersion), ballast]);
};
const archive = buildArchive(archiveKind, [{ name: 'vault', content: program() }]);

let scene: InstallScene;
let elsewhere: ReleaseServer;
let plain: ReleaseServer;
let path: string;
let sha256: string;
beforeAll(async () => {
  scene = await setInstallScene();
  const authority = createTlsAuthority();
  elsewhere = await startReleaseServer(authority);
  plain = await startPlainReleaseServer();
  ({ archivePath: path, sha256 } = scene.publish({ archive }));
});
afterAll(async () => {
  await Promise.all([scene[Symbol.asyncDispose](), elsewhere.stop(), plain.stop()]);
});

function install(parameters: Readonly<Record<string, string>> = {}, wish = {}) {
  return scene.install({ version: otherVersion, sha256, ...parameters }, wish);
}

/** Both servers' authorities. */
const both = () => `${scene.server.certificate}\n${elsewhere.certificate}`;

/** What was asked for the archive since. */
function listRanges(since: number): { range: string; hasCondition: boolean }[] {
  return scene.server.requests
    .slice(since)
    .filter((request) => request.path === path)
    .map(({ range, ifRange }) => ({ range, hasCondition: ifRange !== '' }));
}

describe('a download is whole in the end', () => {
  it('after a cut, from where it was cut, if the file is the same still', async () => {
    const since = scene.server.requests.length;
    scene.server.meet(path, cutAfter(1_000_000), cutAfter(500_000));
    const outcome = await install();
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('the connection was cut (ECONNRESET); trying again');
    const [first, ...rest] = listRanges(since);
    expect(first).toEqual({ range: '', hasCondition: false });
    expect(rest).toHaveLength(2);
    for (const { range, hasCondition } of rest) {
      expect(range).toMatch(/^bytes=[1-9]\d+-$/);
      expect(hasCondition).toBe(true);
    }
  });

  it('after a cut, from the start, if there is another file by now', async () => {
    const other = Buffer.from(archive);
    other.writeUInt8(other.readUInt8(5_000) ^ 1, 5_000);
    scene.server.put(path, other);
    scene.server.meet(path, (response, request, file) => {
      cutAfter(1_000_000)(response, request, file);
      scene.server.put(path, archive);
    });
    const outcome = await install();
    expect(outcome.status).toBe(0);
  });

  it.each<[title: string, faults: readonly ReleaseFault[]]>([
    ['after a cut, where the server knows no ranges', [cutAfter(1_000_000), ignoreRange]],
    ['where the server does not tell the length', [hideLength]],
    ['after a status of 500', [answerWith(500, 'oops'), answerWith(502, 'oops')]],
    ['after a status of 429', [answerWith(429, 'later')]],
    ['after a connection that was cut at once', [cutConnection]],
    [
      'after a part that does not continue what is here',
      [
        cutAfter(1_000_000),
        (response) => response.writeHead(206, { 'content-range': 'bytes 5-9/10' }).end('56789'),
      ],
    ],
    ['after a range that is refused', [cutAfter(1_000_000), answerWith(416, '')]],
  ])('%s', async (_title, faults) => {
    scene.server.meet(path, ...faults);
    const outcome = await install();
    expect(outcome.told).toEqual([]);
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toContain('proved by the parameter sha256');
  });

  it('from another host that it is redirected to', async () => {
    elsewhere.put('signed/archive', archive);
    scene.server.meet(path, redirectTo(`${elsewhere.origin}/signed/archive`, 302));
    const outcome = await install({ ca_certificate: both() });
    expect(outcome.status).toBe(0);
    expect(elsewhere.count('signed/archive')).toBe(1);
  });

  it('without the credentials that a redirect names', async () => {
    let authorization: string | undefined = 'none was asked for';
    elsewhere.meet('signed/archive', (response, request) => {
      ({ authorization } = request.headers);
      response.end(archive);
    });
    const target = `${elsewhere.origin.replace('//', '//ci:hunter2@')}/signed/archive`;
    scene.server.meet(path, redirectTo(target, 302));
    const outcome = await install({ ca_certificate: both() });
    expect(outcome.status).toBe(0);
    expect(authorization).toBeUndefined();
  });

  it('from a mirror, below which the files lie as below the original', async () => {
    elsewhere.put(`company/mirror/${path}`, archive);
    const before = scene.server.count(path);
    const outcome = await install({
      release_url: `${elsewhere.origin}/company/mirror/`,
      ca_certificate: elsewhere.certificate,
    });
    expect(outcome.status).toBe(0);
    expect(scene.server.count(path)).toBe(before);
  });

  it('through a proxy that counts for the host', async () => {
    const { host } = new URL(scene.server.origin);
    const [, port = ''] = host.split(':');
    await using proxy = await startConnectProxy({
      credentials: 'ci:hunter2',
      routes: { [`vault.test:${port}`]: Number(port) },
    });
    const outcome = await install(
      { release_url: `https://vault.test:${port}` },
      { environment: { HTTPS_PROXY: proxy.url.replace('//', '//ci:hunter2@') } },
    );
    expect(outcome.told).toEqual([]);
    expect(proxy.requests.map(({ target }) => target)).toEqual([`vault.test:${port}`]);
    expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
  });
});

describe('a download that another try cannot mend', () => {
  it.each<[title: string, code: string, faults: () => ReleaseFault[], why: RegExp]>([
    ['is forbidden', 'DOWNLOAD_FAILED', () => [answerWith(403, '')], /status 403/],
    [
      'is redirected to http',
      'REDIRECT_REFUSED',
      () => [redirectTo(`${plain.origin}/archive`, 302)],
      /https:\/\/ addresses alone/,
    ],
    [
      'is redirected on and on',
      'REDIRECT_REFUSED',
      () => Array.from({ length: 6 }, () => redirectTo(`/${path}`, 302)),
      /no more than 5/,
    ],
    [
      'is declared to be over 1 GiB',
      'DOWNLOAD_FAILED',
      () => [(response) => response.writeHead(200, { 'content-length': 2 ** 31 }).flushHeaders()],
      /more than the 1073741824 bytes/,
    ],
  ])('%s', async (_title, code, faults, why) => {
    scene.server.meet(path, ...faults());
    const outcome = await install();
    expectNothing(outcome, code, 5);
    expect(outcome.told[0]?.why).toMatch(why);
    expect(plain.requests).toEqual([]);
  });

  it('is not there', async () => {
    scene.server.meet(path, answerWith(404, ''));
    const outcome = await install();
    expectNothing(outcome, 'RELEASE_MISSING', 2);
    expect(outcome.told[0]?.why).toMatch(/^there is no vault_/);
  });

  it('comes from a server that nobody vouches for', async () => {
    const outcome = await install({ ca_certificate: elsewhere.certificate });
    expectNothing(outcome, 'TLS_FAILED', 5);
  });

  it('comes from another host, and is another file', async () => {
    const other = Buffer.concat([archive, Buffer.from('more')]);
    elsewhere.put('signed/other', other);
    scene.server.meet(path, redirectTo(`${elsewhere.origin}/signed/other`, 302));
    const outcome = await install({ ca_certificate: both() });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
  });

  it.each<[title: string, fault: ReleaseFault]>([
    ['never begins', staySilent],
    ['stands still', stallAfter(1_000_000)],
  ])('%s, and ends with the time of the step', async (_title, fault) => {
    scene.server.meet(path, fault);
    const outcome = await install({ timeout: '2s' });
    expectNothing(outcome, 'TIMED_OUT', 5);
  });
});

describe('a signal in the middle of a download', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s leaves nothing', async (signal, status) => {
    // Of its own, for the signal may come before the request.
    const version = `2.5.${status}`;
    const { archivePath } = scene.publish({ version, archive });
    scene.server.meet(archivePath, stallAfter(1_000_000));
    const interruption = { signal, when: /downloading/ };
    const outcome = await install({ version }, { interruption });
    expect(outcome.status).toBe(status);
    expect(outcome.files).toEqual({});
  });
});

describe('a long download', () => {
  it('tells bytes, rate and the time left', async () => {
    scene.server.meet(path, (response, _request, file = Buffer.alloc(0)) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 2_000_000));
      setTimeout(() => response.end(file.subarray(2_000_000)), 5500);
    });
    const outcome = await install();
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toMatch(/downloading: 2\.0 of 3\.0 MB \(0\.4 MB\/s, 3 s left\)/);
  });
});
