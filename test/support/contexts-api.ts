import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from './loopback-server.ts';

/** What a request wants. */
export type ContextOperation =
  | 'list contexts'
  | 'create context'
  | 'list variables'
  | 'set variable'
  | 'list restrictions'
  | 'add restriction'
  | 'remove restriction'
  | 'read project'
  | 'unknown';

/** What happens to a request in the place of the right answer. */
export type ContextFault =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      /** How many characters stand in its message before the token that it repeats. */
      readonly echoesAt?: number;
    }
  | 'cut before'
  /** The work is done, and the connection is cut before the answer. */
  | 'cut after'
  /** Somebody else does the same just before. */
  | 'overtaken'
  /** Somebody else does this just before, and the right answer comes. */
  | { readonly meanwhile: () => void };

export interface StoredContext {
  readonly id: string;
  readonly name: string;
  readonly variables: Map<string, string>;
  readonly restrictions: { readonly id: string; readonly type: string; readonly value: string }[];
}

/** A stand-in for contexts and projects of CircleCI's API v2, on 127.0.0.1. */
export interface ContextsApi extends AsyncDisposable {
  readonly address: string;
  readonly token: string;
  readonly organization: { readonly id: string; readonly slug: string };
  readonly project: { readonly id: string; readonly slug: string };
  readonly contexts: StoredContext[];
  /** What was asked for, oldest first. */
  readonly operations: ContextOperation[];
  /** Lets the next requests of that kind meet these faults, one each. */
  failNext(operation: ContextOperation, ...faults: readonly ContextFault[]): void;
  /** Adds a context as somebody else made it. */
  addContext(name: string): StoredContext;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const pageSize = 2;

/** Starts one with an organization, a project, and no context; with new ids unless some are given. */
export async function startContextsApi({
  organizationId = randomUUID(),
  projectId = randomUUID(),
}: {
  readonly organizationId?: string;
  readonly projectId?: string;
} = {}): Promise<ContextsApi> {
  const state = {
    token: `CCIPAT_${randomBytes(20).toString('hex')}`,
    organization: { id: organizationId, slug: 'gh/acme' },
    project: { id: projectId, slug: 'gh/acme/app' },
    contexts: [] as StoredContext[],
  };
  const operations: ContextOperation[] = [];
  const faults = new Map<ContextOperation, ContextFault[]>();
  const addContext = (name: string): StoredContext => {
    const restrictions = [{ id: randomUUID(), type: 'group', value: state.organization.id }];
    const made = { id: randomUUID(), name, variables: new Map<string, string>(), restrictions };
    state.contexts.push(made);
    return made;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request);
    const operation = findOperation(asked);
    operations.push(operation);
    const fault = faults.get(operation)?.shift();
    const work = (): Answer => answer(asked, operation, { ...state, addContext });
    if (fault === 'cut before') return void response.destroy();
    if (fault === 'cut after' || fault === 'overtaken') work();
    if (fault === 'cut after') return void response.destroy();
    if (typeof fault === 'object' && 'meanwhile' in fault) fault.meanwhile();
    else if (typeof fault === 'object') {
      // A careless server repeats what it was sent.
      const message = `${'no '.repeat(100).slice(0, fault.echoesAt ?? 3)}${asked.token}`;
      const text = fault.body ?? JSON.stringify({ message });
      return void response.writeHead(fault.status, fault.headers).end(text);
    }
    const { status, body } = work();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const { port, stop } = await listenOnLoopback(server);
  return {
    address: `http://127.0.0.1:${port}`,
    ...state,
    operations,
    failNext: (operation, ...wished) => faults.set(operation, [...wished]),
    addContext,
    [Symbol.asyncDispose]: stop,
  };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString();
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '', 'http://circleci'),
    token: String(request.headers['circle-token'] ?? ''),
    body: text === '' ? {} : JSON.parse(text),
  };
}

function findOperation({ method, url: { pathname } }: Asked): ContextOperation {
  const path = pathname.replace(/^\/api\/v2\//, '');
  if (path === 'context') return method === 'GET' ? 'list contexts' : 'create context';
  if (/^context\/[^/]+\/environment-variable$/.test(path)) return 'list variables';
  if (/^context\/[^/]+\/environment-variable\/\w+$/.test(path)) return 'set variable';
  if (/^context\/[^/]+\/restrictions$/.test(path)) {
    return method === 'GET' ? 'list restrictions' : 'add restriction';
  }
  if (/^context\/[^/]+\/restrictions\/[^/]+$/.test(path)) return 'remove restriction';
  return /^project\/[^/]+\/[^/]+\/[^/]+$/.test(path) ? 'read project' : 'unknown';
}

type State = Pick<ContextsApi, 'token' | 'organization' | 'project' | 'contexts' | 'addContext'>;

function answer(asked: Asked, operation: ContextOperation, state: State): Answer {
  if (asked.token !== state.token) return refuse(401, 'You must log in first.');
  const { url, body } = asked;
  const parts = url.pathname.split('/').slice(3).map(decodeURIComponent);
  const context = state.contexts.find(({ id }) => id === parts[1]);
  switch (operation) {
    case 'list contexts': {
      const { searchParams } = url;
      const isOwner =
        searchParams.get('owner-id') === state.organization.id ||
        searchParams.get('owner-slug') === state.organization.slug;
      return isOwner ? listPage(state.contexts.map(describeContext), url) : notFound;
    }
    case 'create context':
      return createContext(body, state);
    case 'read project':
      return parts.slice(1).join('/') === state.project.slug ? describeProject(state) : notFound;
    case 'unknown':
      return notFound;
    default:
      return context === undefined ? notFound : answerOfContext(asked, operation, context, parts);
  }
}

function createContext(body: Asked['body'], { organization, contexts, addContext }: State): Answer {
  const { name, owner } = body;
  const known = [
    { id: organization.id, type: 'organization' },
    { slug: organization.slug, type: 'organization' },
  ];
  const isKnown = known.some(
    (each) => JSON.stringify(sortKeys(each)) === JSON.stringify(sortKeys(owner)),
  );
  if (typeof name !== 'string' || !isKnown) return refuse(400, 'Bad request.');
  if (contexts.some((each) => each.name === name)) return refuse(409, 'Context already exists.');
  return { status: 200, body: describeContext(addContext(name)) };
}

function answerOfContext(
  { body, url }: Asked,
  operation: ContextOperation,
  context: StoredContext,
  parts: readonly string[],
): Answer {
  const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
  switch (operation) {
    case 'list variables':
      return listPage(
        [...context.variables].map(([variable, value]) => {
          const shown = { variable, truncated_value: value.slice(-4) };
          return { ...shown, context_id: context.id, ...times };
        }),
        url,
      );
    case 'set variable': {
      const [, , , variable = ''] = parts;
      context.variables.set(variable, String(body['value']));
      return { status: 200, body: { variable, context_id: context.id, ...times } };
    }
    case 'list restrictions':
      return listPage(
        context.restrictions.map((each) => describeRestriction(each, context)),
        url,
      );
    case 'remove restriction': {
      const [, , , id] = parts;
      const place = context.restrictions.findIndex((each) => each.id === id);
      if (place === -1) return notFound;
      context.restrictions.splice(place, 1);
      return { status: 200, body: { message: 'Context restriction deleted.' } };
    }
    default: {
      const { restriction_type: type, restriction_value: value } = body;
      const made = { id: randomUUID(), type: String(type), value: String(value) };
      context.restrictions.push(made);
      return { status: 201, body: describeRestriction(made, context) };
    }
  }
}

function describeContext({ id, name }: StoredContext): object {
  return { id, name, created_at: '2026-01-01T00:00:00Z' };
}

function describeRestriction(
  { id, type, value }: StoredContext['restrictions'][number],
  context: StoredContext,
): object {
  const shown = { id, context_id: context.id, restriction_type: type, restriction_value: value };
  if (type === 'project') return { ...shown, project_id: value, name: 'app' };
  return type === 'group' ? { ...shown, name: 'All members' } : shown;
}

function describeProject({ project, organization }: State): Answer {
  const body = {
    slug: project.slug,
    name: 'app',
    id: project.id,
    organization_name: 'acme',
    organization_slug: organization.slug,
    organization_id: organization.id,
    vcs_info: {
      vcs_url: 'https://github.com/acme/app',
      provider: 'GitHub',
      default_branch: 'main',
    },
  };
  return { status: 200, body };
}

function listPage(items: readonly object[], url: URL): Answer {
  const start = Number(url.searchParams.get('page-token') ?? 0);
  const end = start + pageSize;
  const next = end < items.length ? String(end) : null;
  return { status: 200, body: { items: items.slice(start, end), next_page_token: next } };
}

function sortKeys(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).sort() : value;
}

const notFound = refuse(404, 'Not found.');

function refuse(status: number, message: string): Answer {
  return { status, body: { message } };
}
