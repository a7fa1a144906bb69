import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { type Answer, type Fault, findSilence, type Operation, sendAnswer } from './faults.ts';
import {
  type ApiRequest,
  answerGraphql,
  answerGraphqlFault,
  findGraphqlOperation,
} from './graphql.ts';
import { createRegistry, type Registry } from './registry.ts';
import { answerRest, answerRestFault, findRestOperation } from './rest.ts';

/** A stand-in for CircleCI's orb registry on 127.0.0.1, for both generations of its CLI. */
export interface CircleCiApi extends AsyncDisposable {
  readonly address: string;
  readonly registry: Registry;
  /** What was asked for, oldest first. */
  readonly operations: readonly Operation[];
  /** Lets the next requests of that kind meet these faults, one each; `undefined` for none. */
  failNext(operation: Operation, ...faults: readonly (Fault | undefined)[]): void;
  /** How many connections are open. */
  countConnections(): Promise<number>;
}

/** Starts one with the orb created and no version of it. */
export async function startCircleCiApi(orb: string): Promise<CircleCiApi> {
  const registry = createRegistry(`CCIPAT_${randomBytes(20).toString('hex')}`, orb);
  const operations: Operation[] = [];
  const faults = new Map<Operation, (Fault | undefined)[]>();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request);
    const isGraphql = asked.path === '/graphql-unstable';
    const operation = isGraphql ? findGraphqlOperation(asked) : findRestOperation(asked);
    operations.push(operation);
    const fault = faults.get(operation)?.shift();
    const answer = (): Answer => (isGraphql ? answerGraphql : answerRest)(asked, registry);
    if (fault === 'cut after' || fault === 'refused after') answer();
    const silence = findSilence(fault);
    if (silence !== undefined) sendAnswer(response, silence);
    else if (fault === undefined) sendAnswer(response, answer());
    else sendAnswer(response, (isGraphql ? answerGraphqlFault : answerRestFault)(fault, registry));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the server has no port');
  return {
    address: `http://127.0.0.1:${place.port}`,
    registry,
    operations,
    failNext: (operation, ...wished) => faults.set(operation, [...wished]),
    countConnections: () => promisify(server.getConnections.bind(server))(),
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const { method = '', url = '', headers } = request;
  return { method, path: url, authorization: headers.authorization ?? '', body };
}
