import { describeServerTrouble, quoteErrors } from './explain-server.ts';
import { describeFailure, type Failure } from './failure.ts';
import { getMember, getText } from './json.ts';
import { listLines, type PlannedRead } from './read-plan.ts';
import { formatPath, type SecretPath } from './references/reference.ts';
import type { Mount, VaultRefusal } from './vault-answers.ts';

/**
 * Why a read was refused, and what to change; for every status, 404 among them.
 * `advice` is what to do about the path of one that is not there.
 */
export function explainReadRefusal(
  refusal: VaultRefusal,
  read: PlannedRead,
  advice = 'check the path',
): Failure {
  const path = formatPath(read.path);
  const trouble = describeServerTrouble(refusal, `the read of ${path}`);
  if (trouble !== undefined) return trouble;
  const lines = listLines(read.references);
  if (refusal.status === 403) {
    return describeFailure('SECRET_FORBIDDEN', {
      what: `Vault forbids reading ${path} (403).`,
      why: `${lines}: no policy of the role grants it, or nothing is mounted there`,
      next: [`add to a policy of the role: ${writePolicy(read.requestPath)}`],
    });
  }
  if (refusal.status === 404) return explainMissing(refusal, read, lines, advice);
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault answered the read of ${path} with status ${refusal.status}.`,
    why: `${lines}: it says ${quoteErrors(refusal)}`,
    next: ['check that this engine gives its secrets to a plain read (GET)'],
  });
}

function explainMissing(
  refusal: VaultRefusal,
  read: PlannedRead,
  lines: string,
  advice: string,
): Failure {
  const path = formatPath(read.path);
  const metadata = getMember(getMember(refusal.body, 'data'), 'metadata');
  const deletedAt = getText(metadata, 'deletion_time') ?? '';
  const isDestroyed = getMember(metadata, 'destroyed') === true;
  if (deletedAt !== '' || isDestroyed) {
    return describeFailure('SECRET_DELETED', {
      what: `The secret ${path} is deleted.`,
      why: `${lines}: this version was ${isDestroyed ? 'destroyed for good' : `deleted at ${deletedAt}`}`,
      next: ['write it anew, pin an older version with ?version=N, or undelete it'],
    });
  }
  const has = /no handler/.test(quoteErrors(refusal)) ? 'no mount' : 'nothing';
  return describeFailure('SECRET_MISSING', {
    what: `There is no secret ${path} (404).`,
    why: `${lines}: Vault has ${has} at ${read.requestPath}`,
    next: [advice, 'or let it be missing: add ", optional", or ", default" with a text'],
  });
}

/** What to write for a path that has `data/` too often, or not where its mount wants it. */
export function correctPath({ segments }: SecretPath, mount: Mount): string | undefined {
  const place = mount.segments.join('/');
  const written = segments.join('/');
  const inside = written.slice(place.length).replace(/^(\/data)+(?=\/)/, '');
  const right = `${place}${mount.isVersioned ? '/data' : ''}${inside}`;
  if (right === written) return undefined;
  return `write ${right}: ${place} is ${mount.isVersioned ? '' : 'not '}KV version 2`;
}

/** Why Vault would not say which engine serves a path. */
export function explainMountRefusal(refusal: VaultRefusal, path: SecretPath): Failure {
  const written = formatPath({ ...path, version: undefined });
  const trouble = describeServerTrouble(refusal, `the question which engine serves ${written}`);
  if (trouble !== undefined) return trouble;
  const [mount = '', ...rest] = path.segments;
  if (refusal.status === 403) {
    return describeFailure('SECRET_FORBIDDEN', {
      what: `Vault forbids reading ${written} (403).`,
      why: 'no policy of the role grants anything below its mount, or nothing is mounted there',
      next: [
        'check the path and the namespace',
        `add to a policy of the role: ${writePolicy([mount, 'data', ...rest].join('/'))} (KV version 1 and other engines: without data/)`,
      ],
    });
  }
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault did not tell which engine serves ${written} (${refusal.status}).`,
    why: `sys/internal/ui/mounts says ${quoteErrors(refusal)}`,
    next: ["write the API's path, which needs no question: <mount>/data/<path> for KV version 2"],
  });
}

function writePolicy(path: string): string {
  const decoded = decodeURIComponent(path.split('?', 1)[0] ?? '');
  return `path "${decoded}" { capabilities = ["read"] }`;
}
