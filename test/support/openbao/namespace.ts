import type { OpenBaoServer } from './server.ts';

/** Makes a namespace; gives the server with writes as root, and any requests, going there. */
export async function createNamespace(server: OpenBaoServer, name: string): Promise<OpenBaoServer> {
  await server.write(`sys/namespaces/${name}`, {});
  return {
    ...server,
    write: (path, body) => server.write(`${name}/${path}`, body),
    request: (method, path, token, body) => server.request(method, `${name}/${path}`, token, body),
  };
}
