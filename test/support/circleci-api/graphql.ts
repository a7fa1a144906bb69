import { type Answer, type Fault, findRefusal, type Operation } from './faults.ts';
import type { Registry } from './registry.ts';

/** A request to either API. */
export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string;
  /** The parsed body; undefined for none. */
  readonly body: unknown;
}

/** A text at a path into a parsed body; empty when there is none. */
export function readText(body: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && key in value
        ? Reflect.get(value, key)
        : undefined,
    body,
  );
  return typeof found === 'string' ? found : '';
}

/** What a GraphQL request wants. */
export function findGraphqlOperation({ body }: ApiRequest): Operation {
  const query = readText(body, 'query');
  if (/\bpublishOrb\s*\(/.test(query)) return 'publish';
  return /\borbVersion\s*\(/.test(query) ? 'read' : 'other';
}

/** The answer of `POST /graphql-unstable`, the one endpoint that the CLI 0.1 asks. */
export function answerGraphql(request: ApiRequest, registry: Registry): Answer {
  const { body, authorization } = request;
  const text = (name: string): string => readText(body, 'variables', name);
  switch (findGraphqlOperation(request)) {
    case 'publish': {
      if (authorization !== registry.token) return failAll('You must log in first.');
      const orb = `${text('namespaceName')}/${text('orbName')}`;
      return answerPublish(text('version'), registry.publish(orb, text('version'), text('config')));
    }
    case 'read': {
      const reference = text('orbVersionRef');
      const source = registry.versions.get(reference);
      const [orb = '', version = ''] = reference.split('@');
      const found =
        source === undefined
          ? null
          : { id: reference, version, source, orb: { id: orb }, createdAt: '2026-01-01T00:00:00Z' };
      return data({ orbVersion: found });
    }
    default:
      return data({
        orb: { id: text('name'), isPrivate: false },
        registryNamespace: { id: text('namespace') },
      });
  }
}

/** The form that a fault has here: a refusal comes with status 200, a breakdown does not. */
export function answerGraphqlFault(fault: Fault, { token }: Registry): Answer {
  const [status = 200, , detail = ''] = findRefusal(fault, token) ?? [];
  if (fault === 'token refused') return failAll(detail);
  if (fault === 'right lacking' || fault === 'refused after') return answerPublish('', detail);
  return { status, body: detail === '' ? {} : { message: detail } };
}

function answerPublish(version: string, refusal: string | undefined): Answer {
  const isRefused = refusal !== undefined;
  return data({
    publishOrb: {
      orb: isRefused ? null : { version },
      errors: isRefused ? [{ message: refusal }] : [],
    },
  });
}

function failAll(message: string): Answer {
  return { status: 200, body: { errors: [{ message }] } };
}

function data(content: object): Answer {
  return { status: 200, body: { data: content } };
}
