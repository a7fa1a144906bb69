import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerBinary } from './find-binary.ts';

/** A request as the server's audit log tells it. */
export interface AuditedRequest {
  readonly operation: string;
  readonly path: string;
  readonly failed: boolean;
}

/** A running server, in memory, with KV version 2 at `secret/`. */
export interface OpenBaoServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly rootToken: string;
  readonly processId: number;
  /** The path of the binary that runs. */
  readonly binary: string;
  /** Writes as root; throws with the server's words when it refuses. */
  write(path: string, body: unknown): Promise<unknown>;
  /** Reads as root; throws with the server's words when it refuses. */
  read(path: string): Promise<unknown>;
  /** Deletes as root. */
  remove(path: string): Promise<unknown>;
  /** Any request with any token; gives status and body. */
  request(method: string, path: string, token: string, body?: unknown): Promise<Answer>;
  /** What was asked of the server since the mark, without root's own requests. */
  listRequests(): AuditedRequest[];
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const longestStartMs = 30_000;
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a dev server on a free port of 127.0.0.1 and waits until it serves. */
export async function startOpenBao(): Promise<OpenBaoServer> {
  const binary = findServerBinary();
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(binary);
    if (started !== undefined) return started;
    if (attempt === 3) throw new Error('OpenBao did not start; is another server on its ports?');
  }
}

async function tryStart(binary: string): Promise<OpenBaoServer | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-server-'));
  const auditLog = join(directory, 'audit.log');
  const config = join(directory, 'config.hcl');
  writeFileSync(config, `audit "file" "log" {\n  options = { file_path = "${auditLog}" }\n}\n`);
  const address = `http://127.0.0.1:${await findFreePort()}`;
  const rootToken = randomUUID();
  const child = spawn(
    binary,
    [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-listen-address=${address.slice(7)}`,
      `-config=${config}`,
    ],
    {
      // The root token goes in through the environment: arguments are for everybody to read.
      env: {
        HOME: directory,
        BAO_DEV_ROOT_TOKEN_ID: rootToken,
        VAULT_DEV_ROOT_TOKEN_ID: rootToken,
      },
      stdio: 'ignore',
    },
  );
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    running.delete(child);
    rmSync(directory, { recursive: true, force: true });
  };
  if (!(await waitUntilServing(address, child))) {
    await stop();
    return undefined;
  }
  const request = createRequest(address);
  const asRoot = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await request(method, path, rootToken, body);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    address,
    rootToken,
    processId: child.pid ?? 0,
    binary,
    request,
    write: (path, body) => asRoot('POST', path, body),
    read: (path) => asRoot('GET', path),
    remove: (path) => asRoot('DELETE', path),
    listRequests: () => readAuditLog(auditLog),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function createRequest(address: string): OpenBaoServer['request'] {
  return async (method, path, token, body) => {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

/** The answered requests of everybody but root, oldest first. */
function readAuditLog(path: string): AuditedRequest[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ type, auth }) => type === 'response' && auth?.display_name !== 'root')
    .map(({ request, error, response }) => ({
      operation: request.operation,
      path: request.path,
      failed: error !== undefined || response?.data?.error !== undefined,
    }));
}

async function waitUntilServing(address: string, child: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + longestStartMs;
  while (Date.now() < deadline && child.exitCode === null) {
    try {
      const response = await fetch(`${address}/v1/sys/health`);
      if (response.status === 200) return true;
    } catch {
      // It does not listen yet.
    }
    await sleep(25);
  }
  return false;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
