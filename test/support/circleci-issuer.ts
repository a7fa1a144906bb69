import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** The claims of CircleCI's tokens (CircleCI, "OpenID Connect tokens"), without the prefix. */
export interface CircleCiClaims {
  readonly 'context-ids': readonly string[];
  readonly 'job-id': string;
  readonly 'org-id': string;
  readonly 'pipeline-definition-id': string;
  readonly 'pipeline-id': string;
  readonly 'project-id': string;
  readonly 'ssh-rerun': boolean;
  readonly 'vcs-origin': string;
  readonly 'vcs-ref': string;
  readonly 'workflow-id': string;
}

/** What a token may differ in from the one that CircleCI would give the job. */
export interface TokenWish {
  /** `1` for `CIRCLE_OIDC_TOKEN`, `2` for `CIRCLE_OIDC_TOKEN_V2`; they differ in `sub`. */
  readonly form?: 1 | 2;
  readonly audience?: string | readonly string[];
  /** Seconds from now until the token ends; negative for one that has ended. */
  readonly expiresInSeconds?: number;
  readonly claims?: Partial<CircleCiClaims>;
  /** Any claims by their full names, over all others; undefined leaves one out. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the issuer does not publish. */
  readonly isForged?: boolean;
}

/** A local OpenID provider that issues what CircleCI issues. */
export interface CircleCiIssuer extends AsyncDisposable {
  /** The issuer of one organization, as in `iss`. */
  readonly issuer: string;
  readonly organizationId: string;
  readonly projectId: string;
  sign(wish?: TokenWish): Promise<string>;
  /** Where the stand-in `circleci run oidc get` asks: POST its claims as JSON. */
  readonly mintUrl: string;
  /** The claims that were asked for, oldest first. */
  readonly mints: readonly unknown[];
  /** Every token that was signed, oldest first. */
  readonly issued: readonly string[];
  stop(): Promise<void>;
}

const keyPair = generateKeyPair('RS256', { extractable: true });
const unpublishedKeyPair = generateKeyPair('RS256');

/** Starts the provider on a free port of 127.0.0.1: discovery, keys, and minting. */
export async function startCircleCiIssuer(): Promise<CircleCiIssuer> {
  const { publicKey, privateKey } = await keyPair;
  const organizationId = randomUUID();
  const projectId = randomUUID();
  const mints: unknown[] = [];
  const issued: string[] = [];
  const key = { ...(await exportJWK(publicKey)), kid: 'circleci', alg: 'RS256', use: 'sig' };
  let issuer = '';

  const claims: CircleCiClaims = {
    'context-ids': [randomUUID()],
    'job-id': randomUUID(),
    'org-id': organizationId,
    'pipeline-definition-id': randomUUID(),
    'pipeline-id': randomUUID(),
    'project-id': projectId,
    'ssh-rerun': false,
    'vcs-origin': 'github.com/acme/app',
    'vcs-ref': 'refs/heads/main',
    'workflow-id': randomUUID(),
  };
  const user = `org/${organizationId}/project/${projectId}/user/${randomUUID()}`;

  const sign = async (wish: TokenWish = {}): Promise<string> => {
    const all = { ...claims, ...wish.claims };
    const now = Math.floor(Date.now() / 1000);
    const seconds = wish.expiresInSeconds ?? 3600;
    const place = `/vcs-origin/${all['vcs-origin']}/vcs-ref/${all['vcs-ref']}`;
    const prefixed = Object.entries(all).map(([name, value]) => [
      `oidc.circleci.com/${name}`,
      value,
    ]);
    const audience = wish.audience ?? organizationId;
    const payload = {
      ...Object.fromEntries(prefixed),
      iss: issuer,
      sub: user + (wish.form === 1 ? '' : place),
      aud: audience,
      iat: now + Math.min(0, seconds - 3600),
      exp: now + seconds,
      ...wish.payload,
    };
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'RS256', kid: 'circleci', typ: 'JWT' })
      .sign(wish.isForged === true ? (await unpublishedKeyPair).privateKey : privateKey);
    issued.push(token);
    return token;
  };

  const mint = async (request: IncomingMessage): Promise<string | undefined> => {
    const asked = parseClaims(await readText(request));
    if (asked === undefined) return undefined;
    mints.push(asked);
    return sign(asked.aud === undefined ? {} : { audience: asked.aud });
  };

  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname;
    if (path === `/org/${organizationId}/.well-known/openid-configuration`) {
      response.end(
        JSON.stringify({
          issuer,
          jwks_uri: `${issuer}/.well-known/jwks-pub.json`,
          id_token_signing_alg_values_supported: ['RS256'],
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
        }),
      );
    } else if (path === `/org/${organizationId}/.well-known/jwks-pub.json`) {
      response.end(JSON.stringify({ keys: [key] }));
    } else if (path === '/mint' && request.method === 'POST') {
      const token = await mint(request);
      response.writeHead(token === undefined ? 400 : 200).end(token);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  const origin = `http://127.0.0.1:${address.port}`;
  issuer = `${origin}/org/${organizationId}`;
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    issuer,
    organizationId,
    projectId,
    sign,
    mintUrl: `${origin}/mint`,
    mints,
    issued,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The claims that a job asks for, or undefined: `aud` alone may be chosen (CircleCI, same page). */
function parseClaims(text: string): { readonly aud?: string } | undefined {
  try {
    const { aud, ...others }: Record<string, unknown> = Object(JSON.parse(text));
    if (Object.keys(others).length > 0) return undefined;
    if (aud === undefined) return {};
    return typeof aud === 'string' ? { aud } : undefined;
  } catch {
    return undefined;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
