import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OpenBaoServer, startOpenBao } from '../../support/openbao/server.ts';

let server: OpenBaoServer;
beforeAll(async () => {
  server = await startOpenBao();
});
afterAll(() => server.stop());
afterEach(() => vi.unstubAllEnvs());

describe('a started server', () => {
  it('serves on the loopback address, with KV version 2 at "secret/"', async () => {
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await server.write('secret/data/a', { data: { key: 'first' } });
    await server.write('secret/data/a', { data: { key: 'second' } });
    expect(await server.read('secret/data/a?version=1')).toMatchObject({
      data: { data: { key: 'first' }, metadata: { version: 1 } },
    });
    await server.remove('secret/metadata/a');
    await expect(server.read('secret/data/a')).rejects.toThrow(/^GET secret\/data\/a: 404 /);
  });

  it('tells with its own words what it refuses', async () => {
    await expect(server.write('sys/mounts/secret', { type: 'kv' })).rejects.toThrow(
      /^POST sys\/mounts\/secret: 400 .*path is already in use/,
    );
    expect(await server.request('GET', 'secret/data/a', 'no-token')).toMatchObject({ status: 403 });
    expect(await server.request('GET', 'sys/health', '')).toMatchObject({ status: 200 });
  });

  it('keeps its root token out of its arguments', () => {
    const read = (file: string): string => readText(`/proc/${server.processId}/${file}`);
    expect(read('cmdline')).toContain('-dev');
    expect(read('cmdline').includes(server.rootToken)).toBe(false);
  });

  it('is gone when it is stopped, with all that it wrote', async () => {
    const other = await startOpenBao();
    const home = /HOME=([^\0]+)/.exec(readText(`/proc/${other.processId}/environ`))?.[1] ?? '';
    expect(home.startsWith(tmpdir())).toBe(true);
    expect(existsSync(home)).toBe(true);
    await other.stop();
    expect(existsSync(`/proc/${other.processId}`)).toBe(false);
    expect(existsSync(home)).toBe(false);
    await expect(fetch(other.address)).rejects.toThrow('fetch failed');
    await other.stop();
  });

  it('is stopped at the end of its scope', async () => {
    let processId: number;
    {
      await using scoped = await startOpenBao();
      processId = scoped.processId;
      expect(existsSync(`/proc/${processId}`)).toBe(true);
    }
    expect(existsSync(`/proc/${processId}`)).toBe(false);
  });

  it('does not collide with others that start at the same time', async () => {
    const others = await Promise.all([startOpenBao(), startOpenBao()]);
    try {
      const all = [server, ...others];
      expect(new Set(all.map(({ address }) => address)).size).toBe(3);
      for (const [index, each] of all.entries()) {
        await each.write('secret/data/mine', { data: { index } });
      }
      const found = await Promise.all(all.map((each) => each.read('secret/data/mine')));
      expect(found).toMatchObject([0, 1, 2].map((index) => ({ data: { data: { index } } })));
      expect(await server.request('GET', 'secret/data/mine', others[0].rootToken)).toMatchObject({
        status: 403,
      });
    } finally {
      await Promise.all(others.map((each) => each.stop()));
    }
  });

  it.each([
    ['is no server', '#!/bin/sh\nexit 1\n'],
    ['does not start', '#!/no/such/interpreter\n'],
  ])('of a program that %s is told', async (_title, script) => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    const program = join(directory, 'bao');
    try {
      writeFileSync(program, script, { mode: 0o755 });
      vi.stubEnv('VAULT_OIDC_TEST_SERVER', program);
      await expect(startOpenBao()).rejects.toThrow(`${program} does not serve`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the list of requests', () => {
  it('has what others than root asked, in order, and how it ended', async () => {
    await server.write('secret/data/b', { data: { key: 'value' } });
    const policy = 'path "secret/data/b" { capabilities = ["read"] }';
    await server.write('sys/policies/acl/reader', { policy });
    const { auth } = Object(await server.write('auth/token/create', { policies: ['reader'] }));
    const before = server.listRequests().length;
    await server.request('GET', 'secret/data/b', auth.client_token);
    await server.read('secret/data/b');
    await server.request('GET', 'secret/data/c', auth.client_token);
    await server.request('PUT', 'auth/jwt/login', '', { role: 'x' });
    await server.request('GET', 'secret/data/b', 'wrong');
    await server.request('POST', 'auth/token/revoke-self', auth.client_token);
    expect(server.listRequests().slice(before)).toEqual([
      { operation: 'read', path: 'secret/data/b', failed: false },
      { operation: 'read', path: 'secret/data/c', failed: true },
      { operation: 'update', path: 'auth/jwt/login', failed: true },
      { operation: 'read', path: 'secret/data/b', failed: true },
      { operation: 'update', path: 'auth/token/revoke-self', failed: false },
    ]);
  });
});

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
