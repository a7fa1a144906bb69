import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createHttpTransport,
  type HttpTransport,
  NetworkFailure,
} from '../../../src/adapters/http-transport.ts';
import { createTunnelAgent } from '../../../src/adapters/proxy-tunnel.ts';
import { chooseProxy } from '../../../src/core/choose-proxy.ts';
import type { NetworkFault } from '../../../src/core/explain-network.ts';
import { isFailure } from '../../../src/core/failure.ts';
import {
  type ConnectProxy,
  type ProxyWish,
  startConnectProxy,
} from '../../support/connect-proxy.ts';
import { listenOnLoopback } from '../../support/loopback-server.ts';
import { createTlsAuthority } from '../../support/tls-authority.ts';
import { startTlsFront } from '../../support/tls-front.ts';

const authority = createTlsAuthority();
const certificate = authority.issue();

const large = 'äöü0123456789'.repeat(300_000);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server in TLS, a proxy before it, and a transport that goes through. */
async function connect(serve: RequestListener, wish: ProxyWish = {}, host = 'vault.test:8200') {
  const server = await listenOnLoopback(createServer(serve));
  const front = await startTlsFront(`http://127.0.0.1:${server.port}`, {
    cert: certificate.certificate,
    key: certificate.key,
  });
  const proxy = await startConnectProxy({ routes: { [host]: front.port }, ...wish });
  const transport = createTransport(proxy, host);
  ends.push(server.stop, front.stop, proxy.stop, transport.close);
  const url = new URL(`https://${host}/v1/path`);
  const ask = (body?: string, deadline = new AbortController().signal) =>
    transport.exchange(
      { method: body === undefined ? 'GET' : 'POST', url, headers: {}, body },
      deadline,
    );
  return { ask, proxy, front, transport };
}

function createTransport(proxy: ConnectProxy, host: string): HttpTransport {
  const chosen = chooseProxy(new URL(`https://${host}`), { VAULT_PROXY_ADDR: proxy.url });
  if (chosen === undefined || isFailure(chosen)) throw new Error('no proxy was chosen');
  const tls = {
    ca: authority.certificate,
    certificate: undefined,
    key: undefined,
    serverName: 'vault.test',
    isVerified: true,
  };
  return createHttpTransport('https:', tls, (options) => createTunnelAgent(chosen, options));
}

async function findFault(answer: Promise<unknown>): Promise<NetworkFault | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    if (error instanceof NetworkFailure) return error.fault;
    throw error;
  }
}

const greet: RequestListener = (_request, response) => response.end('hello');

describe('a way through a proxy', () => {
  it('is opened once for requests that follow each other', async () => {
    const { ask, proxy, front } = await connect(greet);
    for (let count = 0; count < 10; count += 1) expect((await ask()).text).toBe('hello');
    expect([proxy.requests.length, front.connections]).toEqual([1, 1]);
  });

  it('is one of eight for requests at the same time', async () => {
    const { ask, proxy } = await connect(greet);
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask()));
    expect(answers.every(({ text }) => text === 'hello')).toBe(true);
    expect(proxy.requests).toHaveLength(8);
  });

  it('is opened anew once the server has closed it', async () => {
    const { ask, proxy } = await connect((_request, response) => {
      response.writeHead(200, { Connection: 'close' }).end('hello');
    });
    for (const _time of [1, 2]) expect((await ask()).text).toBe('hello');
    expect(proxy.requests).toHaveLength(2);
  });

  it('is opened anew once the server has gone', async () => {
    const { ask, proxy } = await connect(({ socket }, response) => {
      response.end('hello', () => socket.end());
    });
    for (const count of [1, 2]) {
      expect((await ask()).text).toBe('hello');
      await vi.waitUntil(() => proxy.openClients === 0);
      expect(proxy.requests).toHaveLength(count);
    }
  });

  it('carries large bodies whole, there and back', async () => {
    const { ask } = await connect((request, response) => request.pipe(response));
    expect((await ask(large)).text === large).toBe(true);
  });

  it('leads to an answer that ends with its connection', async () => {
    const { ask } = await connect((_request, response) => {
      response.socket?.end(`HTTP/1.0 200 OK\r\n\r\n${large}`);
    });
    expect((await ask()).text === large).toBe(true);
  });

  it('leads to an IPv6 address in brackets', async () => {
    const { ask, proxy } = await connect(greet, {}, '[fd00::1]:8200');
    expect((await ask()).text).toBe('hello');
    expect(proxy.requests.map(({ target }) => target)).toEqual(['[fd00::1]:8200']);
  });

  it('is asked for by the name of the server, and with no word of ours', async () => {
    const { ask, proxy } = await connect(greet);
    await ask();
    expect(proxy.requests.map(({ headers }) => headers)).toEqual([
      { host: 'vault.test:8200', connection: 'close' },
    ]);
  });

  it('is closed with the transport', async () => {
    const { ask, proxy, transport } = await connect(greet);
    await ask();
    expect(proxy.openClients).toBe(1);
    transport.close();
    await vi.waitUntil(() => proxy.openClients === 0);
  });
});

describe('a way that is not opened', () => {
  const stayMute: ProxyWish = { answer: (client) => client.resume().on('end', () => client.end()) };

  it('ends with the deadline, and leaves nothing behind', async () => {
    const { ask, proxy } = await connect(greet, stayMute);
    const controller = new AbortController();
    const fault = findFault(ask(undefined, controller.signal));
    await vi.waitUntil(() => proxy.requests.length === 1);
    controller.abort();
    expect(await fault).toEqual({ kind: 'deadline' });
    await vi.waitUntil(() => proxy.openClients === 0);
  });

  it.each<[string, ProxyWish]>([
    ['the proxy says nothing', stayMute],
    ['the server says nothing', { answer: (client) => client.write('HTTP/1.1 200 OK\r\n\r\n') }],
  ])('is given up after 10 s when %s', async (_title, wish) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ask, proxy } = await connect(greet, wish);
    const fault = findFault(ask());
    while (proxy.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(9_999);
    expect(proxy.openClients).toBe(1);
    vi.advanceTimersByTime(1);
    expect(await fault).toEqual({ kind: 'phase too slow', phase: 'connecting', seconds: 10 });
  });

  it('is told with the proxy, which gets no word of TLS', async () => {
    const { ask, proxy } = await connect(greet, { credentials: 'user:password' });
    expect(await findFault(ask())).toMatchObject({
      kind: 'proxy refused',
      status: 407,
      proxy: { variable: 'VAULT_PROXY_ADDR', host: '127.0.0.1' },
    });
    await vi.waitUntil(() => proxy.openClients === 0);
    expect(proxy.received).toMatch(/^CONNECT vault\.test:8200 HTTP\/1\.1\r\n[\s\S]*\r\n\r\n$/);
  });
});

describe('a connection that is cut', () => {
  const cut = (client: Socket) => client.destroy();

  it('by a proxy that is not there is told with the proxy', async () => {
    const { ask, proxy } = await connect(greet);
    await proxy.stop();
    expect(await findFault(ask())).toMatchObject({
      kind: 'error',
      code: 'ECONNREFUSED',
      proxy: { variable: 'VAULT_PROXY_ADDR' },
    });
  });

  it('before the way is open is told with the proxy', async () => {
    const { ask } = await connect(greet, { answer: cut });
    const fault = await findFault(ask());
    expect(fault).toMatchObject({ kind: 'error', code: 'ECONNRESET', proxy: {} });
  });

  it.each<[string, (client: Socket) => unknown]>([
    ['closed', cut],
    ['reset', (client) => client.resetAndDestroy()],
  ])('within TLS is told as one with the server: %s', async (_way, end) => {
    const { ask } = await connect(greet, {
      answer: (client) => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.once('data', () => end(client));
      },
    });
    expect(await findFault(ask())).toEqual({ kind: 'error', code: 'ECONNRESET' });
  });

  it('within an answer is told as one with the server', async () => {
    const { ask } = await connect((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.destroy());
    });
    expect(await findFault(ask())).toEqual({ kind: 'error', code: 'ECONNRESET' });
  });
});

describe('an answer that does not come', () => {
  it('is given up after 20 s, when the way was open', async () => {
    let asked = false;
    const { ask } = await connect((_request, response) => {
      if (asked) return;
      asked = true;
      response.end('hello');
    });
    await ask();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const fault = findFault(ask());
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(20_000);
    expect(await fault).toMatchObject({ kind: 'phase too slow', phase: 'waiting for the answer' });
  });
});
