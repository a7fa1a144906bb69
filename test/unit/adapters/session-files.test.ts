import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type * as os from 'node:os';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createSessionFiles } from '../../../src/adapters/session-files.ts';
import { Secret } from '../../../src/core/secret.ts';

// A user without a passwd entry and without HOME, as some containers have.
vi.mock('node:os', async (load) => {
  const system = await load<typeof os>();
  const homedir = vi.fn(() => {
    throw new Error('there is no home');
  });
  return { ...system, homedir, tmpdir: vi.fn(system.tmpdir) };
});

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

const session = {
  ...{ address: 'https://v', namespace: '', mount: 'jwt', role: 'deploy', accessor: 'a' },
  ...{ token: new Secret('t'), expiresAt: undefined },
};

describe('a session where the user has no home', () => {
  it('is kept in the temporary directory, which may be told relative to this one', async () => {
    for (const place of [directory, relative(process.cwd(), directory)]) {
      vi.mocked(tmpdir).mockReturnValue(place);
      const sessions = createSessionFiles({});
      const path = await sessions.save(session);
      expect(isAbsolute(path)).toBe(true);
      await sessions.remove(session);
      expect(existsSync(dirname(path))).toBe(false);
    }
    expect(homedir).not.toHaveBeenCalled();
  });

  it('is not kept in the checkout', async () => {
    vi.mocked(tmpdir).mockReturnValue('.');
    await expect(createSessionFiles({}).save(session)).rejects.toMatchObject({
      failures: [{ code: 'SESSION_UNUSABLE', why: 'there is no home' }],
    });
  });
});
