import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerBinary } from './find-binary.ts';
import { findFreePort, type ServerProcess, startServerProcess } from './server-process.ts';

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
  /** Writes as root; throws with the server's words when it refuses. A text is sent as it is. */
  write(path: string, body: unknown): Promise<unknown>;
  /** Reads as root; throws with the server's words when it refuses. */
  read(path: string): Promise<unknown>;
  /** Deletes as root. */
  remove(path: string): Promise<unknown>;
  /** Any request with any token; gives status and body. A text is sent as it is. */
  request(method: string, path: string, token: string, body?: unknown): Promise<Answer>;
  /** What was asked of the server since the mark, without root's own requests. */
  listRequests(): AuditedRequest[];
  /** Every text and number that was written below a secrets engine, also what is deleted by now. */
  listSecrets(): string[];
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const longestStartMs = 30_000;

/** Starts a dev server on a free port of 127.0.0.1 and waits until it serves. */
export async function startOpenBao(): Promise<OpenBaoServer> {
  const binary = findServerBinary();
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryStart(binary);
    if (started !== undefined) return started;
    if (attempt === 3) {
      throw new Error(`${binary} does not serve: is it a bao or vault binary, and are ports free?`);
    }
  }
}

async function tryStart(binary: string): Promise<OpenBaoServer | undefined> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-server-'));
  const auditLog = join(directory, 'audit.log');
  const config = join(directory, 'config.hcl');
  writeFileSync(config, `audit "file" "log" {\n  options = { file_path = "${auditLog}" }\n}\n`);
  const address = `http://127.0.0.1:${await findFreePort()}`;
  const rootToken = randomUUID();
  const child = startServerProcess(
    binary,
    [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-listen-address=${address.slice(7)}`,
      `-config=${config}`,
    ],
    // The root token goes in through the environment: arguments are for everybody to read.
    {
      HOME: directory,
      BAO_DEV_ROOT_TOKEN_ID: rootToken,
      VAULT_DEV_ROOT_TOKEN_ID: rootToken,
    },
  );
  const stop = async (): Promise<void> => {
    await child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  if (!(await waitUntilServing(address, rootToken, child))) {
    await stop();
    return undefined;
  }
  const secrets = new Set<string>();
  const request = createRequest(address, secrets);
  const asRoot = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await request(method, path, rootToken, body);
    if (answer.status < 400) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  return {
    address,
    rootToken,
    processId: child.processId,
    binary,
    request,
    write: (path, body) => asRoot('POST', path, body),
    read: (path) => asRoot('GET', path),
    remove: (path) => asRoot('DELETE', path),
    listRequests: () => readAuditLog(auditLog),
    listSecrets: () => [...secrets],
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function createRequest(address: string, secrets: Set<string>): OpenBaoServer['request'] {
  return async (method, path, token, body) => {
    const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    if (sent !== undefined && !settings.test(path)) addSecrets(sent, secrets);
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

// Of the server itself, and of a namespace.
const settings = /^([\w-]+\/)?(sys|auth)\//;

/** Adds the strings and numbers of a JSON text, and those of JSON inside its strings. */
function addSecrets(json: string, secrets: Set<string>): void {
  try {
    JSON.parse(json, (_key, value: unknown) => {
      if (typeof value !== 'string') return value;
      secrets.add(value);
      if (/^\s*[[{]/.test(value)) addSecrets(value, secrets);
      return value;
    });
  } catch {
    // A text that only begins like JSON is whole among the secrets already.
    return;
  }
  const numbers = json.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[\d.eE+-]+/g) ?? [];
  for (const digits of numbers) secrets.add(digits);
}

/** The answered requests of everybody but root, oldest first. */
function readAuditLog(path: string): AuditedRequest[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ type, auth }) => type === 'response' && !auth?.policies?.includes('root'))
    .map(({ request, error, response }) => ({
      operation: request.operation,
      path: request.path,
      failed: error !== undefined || response?.data?.error !== undefined,
    }));
}

/** Whether the server came up; another one on the same port would not know the root token. */
async function waitUntilServing(
  address: string,
  rootToken: string,
  child: ServerProcess,
): Promise<boolean> {
  const deadline = Date.now() + longestStartMs;
  while (Date.now() < deadline && child.isRunning) {
    try {
      const headers = { 'X-Vault-Token': rootToken };
      const response = await fetch(`${address}/v1/auth/token/lookup-self`, { headers });
      if (response.status === 200) return true;
    } catch {
      // It does not listen yet.
    }
    await sleep(25);
  }
  return false;
}
