import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer as createPlainServer,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenOnLoopback } from '../loopback-server.ts';
import { createTlsAuthority } from '../tls-authority.ts';
import type { NodeArchive } from './node-archive.ts';

/** How a mirror answers in the place of serving the archive. */
export type MirrorAnswer = (response: ServerResponse, archive: NodeArchive) => void;

/** A mirror of nodejs.org on this machine, behind an authority of its own. */
export interface NodeMirror extends AsyncDisposable {
  /** `https://127.0.0.1:<port>/dist`. */
  readonly address: string;
  /** The same mirror without TLS: `http://127.0.0.1:<port>/dist`. */
  readonly plainAddress: string;
  /** What makes curl and OpenSSL trust it. */
  readonly trust: Readonly<Record<string, string>>;
  /** The paths that were asked for since the last call, oldest first. */
  takeRequests(): string[];
  /** Answers otherwise from now on; `serveWhole` undoes it. */
  answer(answer: MirrorAnswer): void;
}

/** The archive, whole. */
export const serveWhole: MirrorAnswer = (response, { bytes }) => {
  response.setHeader('content-length', bytes.length).end(bytes);
};

/** Starts a mirror that has this archive below `/dist`, and nothing else. */
export async function startNodeMirror(archive: NodeArchive): Promise<NodeMirror> {
  const authority = createTlsAuthority('mirror authority');
  const { certificate: cert, key } = authority.issue();
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-mirror-'));
  const file = join(directory, 'authority.pem');
  writeFileSync(file, authority.certificate);
  // Some jobs run as another user.
  chmodSync(directory, 0o755);
  let requests: string[] = [];
  let answerNow = serveWhole;
  const listen: RequestListener = ({ url: path = '' }, response) => {
    requests.push(path);
    if (path === `/dist${archive.path}`) answerNow(response, archive);
    else response.writeHead(404).end();
  };
  const [secure, plain] = await Promise.all([
    listenOnLoopback(createServer({ cert, key }, listen)),
    listenOnLoopback(createPlainServer(listen)),
  ]);
  return {
    address: `https://127.0.0.1:${secure.port}/dist`,
    plainAddress: `http://127.0.0.1:${plain.port}/dist`,
    trust: { CURL_CA_BUNDLE: file, SSL_CERT_FILE: file },
    takeRequests: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    answer: (answer) => {
      answerNow = answer;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([secure.stop(), plain.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
