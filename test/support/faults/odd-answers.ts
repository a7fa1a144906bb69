import { gzipSync } from 'node:zlib';
import type { Fault } from '../faulty-server.ts';

/** Writes the bytes as they are, the status line among them; `then` ends the connection. */
export function say(text: string, then: 'close' | 'reset' | 'stay' = 'close'): Fault {
  return ({ socket }) => {
    socket?.write(text, () => {
      if (then === 'close') socket.end();
      if (then === 'reset') socket.resetAndDestroy();
    });
  };
}

/** Answers with headers of its own. */
export function answerHeaders(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer = '{"errors": []}',
): Fault {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Answers in gzip, which nobody asked for. */
export function answerGzip(body: string): Fault {
  return answerHeaders(200, { 'content-encoding': 'gzip' }, gzipSync(body));
}

/** Says a text byte by byte, one a second, for as long as somebody listens. */
export function drip(text: string): Fault {
  return ({ socket }) => {
    let said = 0;
    const timer = setInterval(() => {
      socket?.write(text[said % text.length] ?? '');
      said += 1;
    }, 1000);
    socket?.once('close', () => clearInterval(timer));
  };
}
