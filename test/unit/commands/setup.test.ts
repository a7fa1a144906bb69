import { describe, expect, it } from 'vitest';
import type { VaultAdministration } from '../../../src/administration-ports.ts';
import { applySetup, planSetup, type SetupRequest } from '../../../src/commands/setup.ts';
import { describeFailure, Failed } from '../../../src/core/failure.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Answered } from '../../../src/ports.ts';
import { makeVaultSide } from '../../support/setup-wish.ts';
import { createSilentReport } from '../../support/silent-report.ts';

const { policyText: _text, ...side } = makeVaultSide();
const request: SetupRequest = {
  side,
  references: [],
  replaces: false,
};

/** What a server of the test keeps, and what it does with a write. */
interface Server {
  readonly administration: VaultAdministration;
  readonly written: string[];
}

/** Keeps every write, unless `answer` answers it in another way. */
function startServer(answer: (path: string) => Answered<JsonObject> | undefined): Server {
  const kept = new Map<string, JsonObject>();
  const written: string[] = [];
  return {
    written,
    administration: {
      read: async (path) => ({
        granted: true,
        value: path === 'sys/auth' ? Object.fromEntries(kept) : kept.get(path),
      }),
      write: async (path, body) => {
        if (path === 'sys/capabilities-self') return refuse(404);
        const answered = answer(path);
        if (answered !== undefined) return answered;
        written.push(path);
        kept.set(path.startsWith('sys/auth/') ? `${path.slice(9)}/` : path, body);
        return { granted: true, value: {} };
      },
      list: async () => ({ granted: true, value: [] }),
    },
  };
}

function refuse(status: number, ...errors: readonly string[]): Answered<JsonObject> {
  const refusal = { status, errors, body: {}, waitMs: undefined, clockAheadMs: undefined };
  return { granted: false, refusal };
}

const report = createSilentReport();

async function setUp({ administration }: Server, isStopped = false): Promise<readonly string[]> {
  const ports = { administration, report, isStopped: () => isStopped };
  try {
    await applySetup(await planSetup(request, ports), request, ports);
    return [];
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return error.failures.map(({ code, why }) => `${code}: ${why}`);
  }
}

describe('a setup', () => {
  it('writes in the order in which one thing needs the other', async () => {
    const server = startServer(() => undefined);
    expect(await setUp(server)).toEqual([]);
    expect(server.written).toEqual([
      'sys/policies/acl/deploy',
      'sys/auth/jwt',
      'auth/jwt/config',
      'auth/jwt/role/deploy',
    ]);
  });

  it('that loses the server tells what is written by then', async () => {
    const lost = describeFailure('VAULT_UNREACHABLE', {
      what: 'Lost.',
      why: 'gone',
      next: ['wait'],
    });
    const server = startServer((path) => {
      if (path !== 'auth/jwt/config') return undefined;
      throw new Failed([lost]);
    });
    expect(await setUp(server)).toEqual([
      'VAULT_UNREACHABLE: gone',
      'SETUP_UNFINISHED: written: policy "deploy", JWT method auth/jwt; perhaps written: configuration of auth/jwt; not written: role "deploy" (auth/jwt); nothing is removed',
    ]);
  });

  it('that Vault does not answer while it waits for the issuer tells so', async () => {
    const slow = describeFailure('TIMED_OUT', { what: 'Slow.', why: 'slow', next: ['wait'] });
    const server = startServer((path) => {
      if (path !== 'auth/jwt/config') return undefined;
      throw new Failed([slow]);
    });
    expect((await setUp(server))[0]).toMatch(/^ISSUER_UNREACHABLE: Vault asks the issuer first/);
    // Nobody waited for the issuer then.
    expect(await setUp(server, true)).toEqual([
      'SETUP_UNFINISHED: written: nothing; perhaps written: configuration of auth/jwt; not written: role "deploy" (auth/jwt); nothing is removed',
    ]);
  });

  it.each([
    [502, 'perhaps written: role "deploy" (auth/jwt); not written: nothing'],
    [400, 'not written: role "deploy" (auth/jwt)'],
  ])('whose last write is answered with %s tells how that stands', async (status, told) => {
    const server = startServer((path) => (path.includes('/role/') ? refuse(status) : undefined));
    const [, unfinished] = await setUp(server);
    expect(unfinished).toContain(
      `written: policy "deploy", JWT method auth/jwt, configuration of auth/jwt; ${told}; nothing`,
    );
  });

  it('that loses its rights tells which', async () => {
    const server = startServer((path) =>
      path === 'auth/jwt/config' ? refuse(403, 'permission denied') : undefined,
    );
    const [forbidden] = await setUp(server);
    expect(forbidden).toContain('ADMINISTRATION_FORBIDDEN: its policies lack: update on auth/jwt');
  });

  it('whose write Vault refuses quotes it', async () => {
    const server = startServer((path) =>
      path.includes('/role/') ? refuse(400, 'this role cannot be') : undefined,
    );
    expect((await setUp(server))[0]).toBe('WRITE_REFUSED: Vault says "this role cannot be"');
  });

  it('whose write is not kept fails', async () => {
    const server = startServer((path) =>
      path.includes('/role/') ? { granted: true, value: {} } : undefined,
    );
    expect(await setUp(server)).toEqual(['WRITE_NOT_KEPT: read back, it is not there']);
  });
});
