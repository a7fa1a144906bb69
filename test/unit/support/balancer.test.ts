import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBalancer } from '../../support/balancer.ts';
import { type LoopbackServer, listenOnLoopback } from '../../support/loopback-server.ts';

let servers: LoopbackServer[];
beforeEach(async () => {
  servers = await Promise.all(['first', 'second'].map(startNaming));
});
afterEach(() => Promise.all(servers.map((server) => server.stop())));

/** A server that answers with its name, but cuts the connection of who asks for `cut`. */
function startNaming(name: string): Promise<LoopbackServer> {
  return listenOnLoopback(
    createServer((request, response) => {
      if (request.url === '/v1/cut') response.destroy();
      else response.writeHead(request.url === '/v1/missing' ? 404 : 200).end(name);
    }),
  );
}

function listAddresses(): string[] {
  return servers.map(({ port }) => `http://127.0.0.1:${port}`);
}

/** Asks on a connection of its own; gives what came back. */
async function ask(address: string, path = 'a', method = 'GET'): Promise<string> {
  const headers = { connection: 'close' };
  const response = await fetch(`${address}/v1/${path}`, { method, headers });
  return response.text();
}

describe('a balancer', () => {
  it('hands each new connection to the next server, whichever door it comes through', async () => {
    const balancer = createBalancer(listAddresses());
    await using one = await balancer.openDoor();
    await using other = await balancer.openDoor();
    const answers = [];
    for (const { address } of [one, one, other, other]) answers.push(await ask(address));
    expect(answers).toEqual(['second', 'first', 'second', 'first']);
  });

  it('passes over a server that is gone, and cuts who comes when none is left', async () => {
    await using door = await createBalancer(listAddresses()).openDoor();
    await servers[0]?.stop();
    expect([await ask(door.address), await ask(door.address)]).toEqual(['second', 'second']);
    await servers[1]?.stop();
    await expect(ask(door.address)).rejects.toThrow('fetch failed');
    expect(door.requests).toHaveLength(2);
  });

  it('notes for each door what was asked and what came back', async () => {
    const balancer = createBalancer(listAddresses());
    await using door = await balancer.openDoor();
    await using other = await balancer.openDoor();
    await ask(door.address, 'login', 'POST');
    await ask(door.address, 'missing');
    await expect(ask(door.address, 'cut')).rejects.toThrow('fetch failed');
    await ask(other.address);
    expect(door.requests).toEqual([
      { method: 'POST', path: 'login', status: 200 },
      { method: 'GET', path: 'missing', status: 404 },
      { method: 'GET', path: 'cut', status: undefined },
    ]);
    expect(other.requests).toEqual([{ method: 'GET', path: 'a', status: 200 }]);
  });

  it('lets nobody through a door before it is admitted', async () => {
    let admit = (): void => {};
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    await using door = await createBalancer(listAddresses()).openDoor(() => admitted);
    const answer = ask(door.address);
    const other = await createBalancer(listAddresses()).openDoor();
    await ask(other.address);
    await other.stop();
    expect(door.requests).toEqual([]);
    admit();
    await answer;
    expect(door.requests).toHaveLength(1);
  });
});
