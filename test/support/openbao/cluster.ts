import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerBinary } from './find-binary.ts';
import { findFreePort, type ServerProcess, startServerProcess } from './server-process.ts';

/** One server of a cluster. */
export interface ClusterNode {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly isRunning: boolean;
  /** Ends it with SIGKILL: it tells nobody. */
  kill(): Promise<void>;
}

/** Three servers that share their state by Raft, on this machine. */
export interface OpenBaoCluster extends AsyncDisposable {
  readonly nodes: readonly ClusterNode[];
  /** The path of the binary that runs. */
  readonly binary: string;
  /** The node that calls itself the leader, as soon as one does; throws after 30 s without. */
  waitForLeader(): Promise<ClusterNode>;
  /** Writes as root, at the leader; throws with the server's words when it refuses. */
  write(path: string, body: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

const longestWaitMs = 30_000;
const size = 3;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Starts a cluster whose three nodes all vote, so that it lives on without one of them. */
export async function startCluster(): Promise<OpenBaoCluster> {
  const binary = findServerBinary();
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-cluster-'));
  const processes: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((node) => node.kill()));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const nodes: ClusterNode[] = [];
    for (let number = 1; number <= size; number += 1) {
      nodes.push(await startNode(binary, join(directory, `node-${number}`), processes));
    }
    const rootToken = await joinNodes(nodes);
    return {
      nodes,
      binary,
      waitForLeader: () => waitForLeader(nodes),
      write: async (path, body) => ask(await waitForLeader(nodes), 'POST', path, body, rootToken),
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(
  binary: string,
  directory: string,
  processes: ServerProcess[],
): Promise<ClusterNode> {
  const port = await findFreePort();
  const clusterPort = await findFreePort();
  const config = join(directory, 'config.json');
  mkdirSync(join(directory, 'raft'), { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({
      storage: {
        raft: {
          path: join(directory, 'raft'),
          node_id: directory,
          performance_multiplier: 1,
          // How soon a node that joins may vote.
          autopilot_reconcile_interval: '500ms',
          autopilot_update_interval: '500ms',
        },
      },
      listener: {
        tcp: {
          address: `127.0.0.1:${port}`,
          cluster_address: `127.0.0.1:${clusterPort}`,
          tls_disable: true,
        },
      },
      api_addr: `http://127.0.0.1:${port}`,
      cluster_addr: `https://127.0.0.1:${clusterPort}`,
      disable_mlock: true,
    }),
  );
  const child = startServerProcess(binary, ['server', `-config=${config}`], { HOME: directory });
  processes.push(child);
  return {
    address: `http://127.0.0.1:${port}`,
    get isRunning() {
      return child.isRunning;
    },
    kill: () => child.kill(),
  };
}

/** Makes one cluster of the nodes; gives its root token. */
async function joinNodes(nodes: readonly ClusterNode[]): Promise<string> {
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error('a cluster has nodes');
  for (const node of nodes) {
    await waitFor('an answer', async () => {
      if (!node.isRunning) throw new Error('a node does not run: are ports free?');
      return (await request(node, 'GET', 'sys/seal-status')).status === 200 || undefined;
    });
  }
  const { root_token: rootToken, keys } = Object(
    await ask(first, 'POST', 'sys/init', { secret_shares: 1, secret_threshold: 1 }),
  );
  const key: unknown = keys[0];
  await ask(first, 'POST', 'sys/unseal', { key });
  await waitForLeader(nodes);
  // Without this a node may not vote in its first ten seconds.
  const patience = { server_stabilization_time: '1s' };
  await ask(first, 'POST', 'sys/storage/raft/autopilot/configuration', patience, rootToken);
  for (const node of others) {
    await ask(node, 'POST', 'sys/storage/raft/join', { leader_api_addr: first.address });
    await ask(node, 'POST', 'sys/unseal', { key });
  }
  await waitFor('three voters', async () => {
    const path = 'sys/storage/raft/configuration';
    const { body } = await request(first, 'GET', path, undefined, rootToken);
    const servers: readonly unknown[] = Object(body).data?.config?.servers ?? [];
    return servers.filter((server) => Object(server).voter).length === size || undefined;
  });
  return String(rootToken);
}

function waitForLeader(nodes: readonly ClusterNode[]): Promise<ClusterNode> {
  return waitFor('a leader', () => findLeader(nodes));
}

async function findLeader(nodes: readonly ClusterNode[]): Promise<ClusterNode | undefined> {
  const asked = nodes
    .filter((node) => node.isRunning)
    .map(async (node) => {
      const { body } = await request(node, 'GET', 'sys/leader');
      return Object(body).is_self === true ? node : undefined;
    });
  return (await Promise.all(asked)).find((node) => node !== undefined);
}

/** Any request; one that gets no answer counts as status 0. */
async function request(
  { address }: ClusterNode,
  method: string,
  path: string,
  body?: unknown,
  token = '',
): Promise<Answer> {
  try {
    const response = await fetch(`${address}/v1/${path}`, {
      method,
      headers: token === '' ? {} : { 'X-Vault-Token': token },
      signal: AbortSignal.timeout(longestWaitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { status: 0, body: undefined };
  }
}

/** A request that has to be granted; gives the answer. */
async function ask(...wish: Parameters<typeof request>): Promise<unknown> {
  const { status, body } = await request(...wish);
  if (status === 200 || status === 204) return body;
  const [, method, path] = wish;
  throw new Error(`${method} ${path}: ${status} ${JSON.stringify(Object(body).errors)}`);
}

async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  const deadline = performance.now() + longestWaitMs;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error(`the cluster has not got ${what} in time`);
}
