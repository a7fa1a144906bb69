import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { readMount } from '../../../src/core/vault-answers.ts';

/** The mount that an answer tells of a path. */
function read(path: string, asked: string, more = '') {
  return readMount(parseJson(`{"data": {"path": "${path}"${more}}}`), asked.split('/'));
}

describe('the mount of a path', () => {
  it.each([
    ['secret/', 'secret/app', ['secret']],
    ['secret/', 'secret', ['secret']],
    ['team/kv/', 'team/kv/a/b', ['team', 'kv']],
    ['acme/secret/', 'acme/secret/app', ['acme', 'secret']],
    // Asked inside the namespace acme, of a path in its own namespace web.
    ['acme/web/kv/', 'web/kv/app', ['web', 'kv']],
  ])('%s holds %s', (path, asked, segments) => {
    expect(read(path, asked)).toEqual({ segments, isVersioned: false, isInternal: false });
  });

  it.each([
    ['other/', 'secret/app'],
    ['secret/app/deeper/', 'secret/app'],
    ['', 'secret/app'],
    ['/', 'secret/app'],
  ])('%j does not hold %s', (path, asked) => {
    expect(read(path, asked)).toBeUndefined();
  });

  it('is of KV version 2 when its options say so, and internal by its accessor', () => {
    const versioned = ', "options": {"version": "2"}, "accessor": "kv_0a1b"';
    expect(read('secret/', 'secret/app', versioned)).toMatchObject({
      isVersioned: true,
      isInternal: false,
    });
    for (const accessor of ['system_0a1b', 'auth_token_0a1b', 'auth_jwt_0a1b']) {
      const mount = read('acme/sys/', 'acme/sys/mounts', `, "accessor": "${accessor}"`);
      expect(mount).toMatchObject({ isInternal: true });
    }
  });
});
