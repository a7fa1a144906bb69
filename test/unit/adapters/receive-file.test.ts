import { createServer, type RequestListener } from 'node:http';
import { Agent } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { receiveFile, type Sink } from '../../../src/adapters/receive-file.ts';
import { Failed } from '../../../src/core/failure.ts';
import { listenOnLoopback } from '../../support/loopback-server.ts';

const content = 'abcdefghij'.repeat(1000);

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** Receives from a server that answers each request with the next of the listeners. */
async function receive(...answers: RequestListener[]) {
  const ranges: (string | undefined)[] = [];
  const server = await listenOnLoopback(
    createServer((request, response) => {
      ranges.push(request.headers.range);
      const [next] = answers.length > 1 ? answers.splice(0, 1) : answers;
      next?.(request, response);
    }),
  );
  ends.push(server.stop);
  let text = '';
  const sink: Sink = {
    mostBytes: content.length,
    clear: async () => {
      text = '';
    },
    write: async (part) => {
      text += part;
    },
  };
  const notes: string[] = [];
  const result = await receiveFile(
    `http://127.0.0.1:${server.port}/file`,
    sink,
    {
      createAgent: () => new Agent(),
      userAgent: 'test',
      ending: new AbortController().signal,
      silentSeconds: 0.2,
    },
    { onBytes: () => undefined, onRetry: (reason) => notes.push(reason) },
  ).catch((error: unknown) => {
    if (error instanceof Failed) return error.failures[0];
    throw error;
  });
  return { result, text, notes, ranges };
}

const headers = { 'content-length': content.length, etag: '"v1"' };
const sendWhole: RequestListener = (_request, response) => {
  response.writeHead(200, headers).end(content);
};
const sendRest: RequestListener = ({ headers: { range = '' } }, response) => {
  const start = Number(/\d+/.exec(range)?.[0] ?? 0);
  const end = content.length - 1;
  response
    .writeHead(206, { 'content-range': `bytes ${start}-${end}/${content.length}` })
    .end(content.slice(start));
};
const stall: RequestListener = (_request, response) => {
  response.writeHead(200, headers).write(content.slice(0, 5000));
};
const stayMute: RequestListener = () => undefined;

describe('a file', () => {
  it('that stands still is asked for anew, from where it stands', async () => {
    const { result, text, notes, ranges } = await receive(stall, sendRest);
    expect(result).toBe(true);
    expect(text === content).toBe(true);
    expect(ranges).toEqual([undefined, 'bytes=5000-']);
    expect(notes).toEqual([expect.stringContaining('waiting for the next bytes took over 0.2 s')]);
  });

  it('that never begins is asked for anew', async () => {
    const { result, text } = await receive(stayMute, sendWhole);
    expect(result).toBe(true);
    expect(text === content).toBe(true);
  });

  it('that the server does not have is no failure', async () => {
    const { result } = await receive((_request, response) => response.writeHead(410).end());
    expect(result).toBe(false);
  });

  it('of more bytes than were declared ends at once', async () => {
    const { result, text } = await receive(stall, (_request, response) => {
      const range = `bytes 5000-${content.length - 1}/${content.length}`;
      response.writeHead(206, { 'content-range': range }).end('x'.repeat(20_000));
    });
    expect(result).toMatchObject({
      code: 'DOWNLOAD_FAILED',
      why: expect.stringMatching('more than the 10000 bytes'),
    });
    expect(text.length).toBeLessThanOrEqual(content.length);
  });

  it('of more bytes than any may have ends at once, where no length is declared', async () => {
    const { result } = await receive((_request, response) => {
      response.writeHead(200);
      response.write(content);
      response.end('x');
    });
    expect(result).toMatchObject({ code: 'DOWNLOAD_FAILED' });
  });

  it('is not waited for where the server asks for more than half a minute', async () => {
    const { result, ranges } = await receive((_request, response) => {
      response.writeHead(503, { 'retry-after': '31' }).end();
    });
    expect(result).toMatchObject({ code: 'DOWNLOAD_FAILED', why: 'it answers with status 503' });
    expect(ranges).toHaveLength(1);
  });

  it('goes to the sink, whose own failure ends it', async () => {
    const server = await listenOnLoopback(createServer(sendWhole));
    ends.push(server.stop);
    const write = () => Promise.reject(new Error('the disk is full'));
    const received = receiveFile(
      `http://127.0.0.1:${server.port}/file`,
      { mostBytes: content.length, clear: async () => undefined, write },
      {
        createAgent: () => new Agent(),
        userAgent: 'test',
        ending: new AbortController().signal,
        silentSeconds: 5,
      },
      { onBytes: () => undefined, onRetry: () => undefined },
    );
    await expect(received).rejects.toThrow('the disk is full');
  });
});
