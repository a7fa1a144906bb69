import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSignature } from '../../../scripts/pin/verify-signature.ts';
import { staySilent } from '../../support/faulty-server.ts';
import { buildGoodArchive } from '../../support/release-server/archive-shapes.ts';
import { writeBinary } from '../../support/release-server/binaries.ts';
import { cutAfter, ignoreRange, stallAfter } from '../../support/release-server/faults.ts';
import { publishRelease } from '../../support/release-server/publish-release.ts';
import { type ReleaseServer, startReleaseServer } from '../../support/release-server/server.ts';
import { makeSigningKeys, type SigningKeys } from '../../support/release-server/signing-keys.ts';

let directory: string;
let server: ReleaseServer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  server = await startReleaseServer();
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await server.stop();
});

describe('an archive of a test', () => {
  it.each([
    ['vault', 'zip', 'python3', ['-m', 'zipfile', '-e', 'good.zip', 'zip']],
    ['bao', 'tar.gz', 'tar', ['-xzf', 'good.tar.gz', '-C', 'tar.gz']],
  ] as const)('with %s as %s is one to others too', (binary, archiveKind, program, args) => {
    const content = writeBinary(binary === 'vault' ? 'vault' : 'openbao', '1.12.2');
    writeFileSync(
      join(directory, `good.${archiveKind}`),
      buildGoodArchive({ archiveKind, binary }, content),
    );
    mkdirSync(join(directory, archiveKind));
    execFileSync(program, args, { cwd: directory });
    expect(readFileSync(join(directory, archiveKind, binary))).toEqual(content);
    expect(existsSync(join(directory, archiveKind, 'LICENSE.txt'))).toBe(true);
  });
});

describe('the keys of a test', () => {
  let keys: SigningKeys;
  beforeAll(() => {
    keys = makeSigningKeys();
  });
  afterAll(() => keys[Symbol.dispose]());
  const text = Buffer.from('sums\n');

  it.each([
    ['good', undefined],
    ['other', undefined],
    ['revoked', 'its key was revoked'],
    ['expired', undefined],
    ['expiredBefore', 'its key had expired before'],
  ] as const)('hold what they say: %s', async (name, problem) => {
    const key = keys[name];
    expect(await checkSignature(text, key.sign(text), key)).toBe(problem);
  });

  it('tell another key, another text and a cut signature', async () => {
    const { good, other } = keys;
    const signature = good.sign(text);
    expect(await checkSignature(text, other.sign(text), good)).toBe('another key made it');
    expect(await checkSignature(Buffer.from('x'), signature, good)).toBe(
      'the signature is not that of this text',
    );
    expect(await checkSignature(text, signature.subarray(0, 40), good)).toBe('it is no signature');
  });

  it('leave no process and no file behind', () => {
    const brief = makeSigningKeys();
    const during = listProcesses(brief.home);
    brief[Symbol.dispose]();
    expect(during).not.toEqual([]);
    expect(listProcesses(brief.home)).toEqual([]);
    expect(existsSync(brief.home)).toBe(false);
  });
});

function listProcesses(directory: string): string[] {
  return execFileSync('ps', ['axww', '-o', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory));
}

describe('a server of releases', () => {
  const linux = { os: 'linux', architecture: 'amd64' } as const;
  const publish = () =>
    publishRelease(server, { product: 'vault', version: '1.12.2', platform: linux });

  it('gives a file whole or from a byte on, and counts', async () => {
    const { archivePath: path } = publish();
    const whole = await get(path);
    expect(whole.status).toBe(200);
    expect(await get(path, { range: 'bytes=9-' })).toMatchObject({
      status: 206,
      body: whole.body.subarray(9),
    });
    expect(await get(path, { range: 'bytes=9-', 'if-range': '"other"' })).toMatchObject({
      status: 200,
      body: whole.body,
    });
    expect(await get(path, { range: `bytes=${whole.body.length}-` })).toMatchObject({
      status: 416,
    });
    expect(await get(`${path}x`)).toMatchObject({ status: 404 });
    expect(server.count(path)).toBe(4);
    expect(server.requests.at(-3)).toEqual({ path, range: 'bytes=9-', ifRange: '"other"' });
  });

  it('meets each request with the next fault, and then with none', async () => {
    const { sumsPath: path } = publish();
    server.meet(path, cutAfter(5), stallAfter(7), ignoreRange, staySilent);
    expect((await get(path)).body).toHaveLength(5);
    expect((await get(path, {}, 300)).body).toHaveLength(7);
    const whole = await get(path, { range: 'bytes=2-' });
    expect(whole.status).toBe(200);
    expect((await get(path, {}, 300)).status).toBe(0);
    expect(await get(path)).toMatchObject({ status: 200, body: whole.body });
  });
});

interface Got {
  /** 0 for no answer. */
  readonly status: number;
  readonly body: Buffer;
}

/** What came until the end, or until the connection was cut, by us after a while. */
function get(
  path: string,
  headers: RequestOptions['headers'] = {},
  patienceMs = 10_000,
): Promise<Got> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let status = 0;
    const end = (): void => resolve({ status, body: Buffer.concat(parts) });
    const asked = request(`${server.origin}/${path}`, {
      headers,
      ca: server.certificate,
      agent: false,
    });
    asked.once('response', (answer) => {
      status = answer.statusCode ?? 0;
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('end', end).once('error', end);
    });
    asked.once('error', end).end();
    setTimeout(() => asked.destroy(), patienceMs).unref();
  });
}
