import { type Answer, type Fault, findRefusal, type Operation } from './faults.ts';
import { type ApiRequest, readText } from './graphql.ts';
import type { Registry } from './registry.ts';

const versionsPath = '/api/v3/orb/versions';
const packagesPath = '/api/v3/orb/packages';

/** What a request to the REST API wants. */
export function findRestOperation({ method, path }: ApiRequest): Operation {
  if (!path.startsWith(versionsPath)) return 'other';
  return method === 'POST' ? 'publish' : 'read';
}

/** The answer of the REST API `/api/v3`, which the CLI 1.x asks. */
export function answerRest(request: ApiRequest, registry: Registry): Answer {
  if (request.authorization !== `Bearer ${registry.token}`) {
    return refuse('token refused', '');
  }
  const { pathname, searchParams } = new URL(request.path, 'http://registry');
  if (request.method === 'POST' && pathname === versionsPath) return takeVersion(request, registry);
  if (pathname === packagesPath) {
    const name = searchParams.get('filter[name]') ?? '';
    return list(registry.orbs.has(name) ? [describeOrb(name)] : []);
  }
  if (pathname === versionsPath) {
    const reference = searchParams.get('filter[ref]') ?? '';
    return list(registry.versions.has(reference) ? [describeVersion(reference)] : []);
  }
  const id = /^\/api\/v3\/orb\/versions\/([^/]+)\/source$/.exec(pathname)?.[1];
  const source = id === undefined ? undefined : registry.versions.get(decodeId(id));
  return source === undefined ? fail(404, 'Not Found', pathname) : { status: 200, body: source };
}

/** The form that a fault has here. */
export function answerRestFault(fault: Fault, { token }: Registry): Answer {
  return findRefusal(fault, token) === undefined ? { status: 200, body: {} } : refuse(fault, token);
}

function takeVersion({ body }: ApiRequest, registry: Registry): Answer {
  const text = (name: string): string => readText(body, 'data', 'attributes', name);
  const orb = decodeId(text('orb_id'));
  const refusal = registry.publish(orb, text('version'), text('yaml'));
  if (refusal !== undefined) return fail(409, 'Conflict', refusal);
  return { status: 201, body: { data: describeVersion(`${orb}@${text('version')}`) } };
}

function describeOrb(name: string): object {
  return { id: encodeId(name), attributes: { name }, references: {} };
}

function describeVersion(reference: string): object {
  const [orb = '', version = ''] = reference.split('@');
  return {
    id: encodeId(reference),
    attributes: { version, created_at: '2026-01-01T00:00:00Z' },
    references: { orb_package: describeOrb(orb) },
  };
}

function list(items: readonly object[]): Answer {
  return { status: 200, body: { data: items, page: { next: null } } };
}

function refuse(fault: Fault, token: string): Answer {
  const [status = 500, title = '', detail = ''] = findRefusal(fault, token) ?? [];
  return fail(status, title, detail);
}

function fail(status: number, title: string, detail: string): Answer {
  return { status, body: { error: { id: 'e-1', title, detail } } };
}

function encodeId(text: string): string {
  return Buffer.from(text).toString('hex');
}

function decodeId(id: string): string {
  return Buffer.from(id, 'hex').toString();
}
