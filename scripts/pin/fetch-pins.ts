import { findSum } from '../../src/core/releases/parse-sums.ts';
import {
  describeRelease,
  namePlatform,
  type Product,
  type ReleaseKey,
} from '../../src/core/releases/release.ts';
import { type Refusal, Refused } from '../refusal.ts';
import { type Pin, platforms } from './pin.ts';
import { describeSigned } from './sources.ts';
import { checkSignature } from './verify-signature.ts';
import type { WantedRelease } from './wish.ts';

/** Where signed sums come from and whose signature counts. */
export interface SignedOrigin {
  readonly origin: string;
  readonly key: ReleaseKey;
}

/** The digests that a release's signed sums give, and the archives that they do not. */
export interface FetchedPins {
  readonly pins: readonly Pin[];
  readonly lacking: readonly string[];
}

const longestFetchMs = 60_000;

/**
 * Fetches the sums of a version and their signature, and takes the digests out of them.
 * Throws `Refused` for sums that cannot be had, are not signed, or name no archive of it.
 */
export async function fetchPins(
  { product, version }: WantedRelease,
  { origin, key }: SignedOrigin,
): Promise<FetchedPins> {
  const pins: Pin[] = [];
  const lacking: string[] = [];
  const texts = new Map<string, Promise<string>>();
  for (const platform of platforms[product]) {
    const { directory, archive, sums, signatures } = describeRelease(product, version, platform);
    const base = `${origin}/${directory}`;
    const text = texts.get(sums) ?? fetchSums(base, sums, signatures, key);
    texts.set(sums, text);
    const sha256 = findSum(await text, archive);
    if (sha256 === undefined) lacking.push(archive);
    else {
      const source = describeSigned(key.fingerprint);
      pins.push({ product, version, platform: namePlatform(platform), sha256, source });
    }
  }
  if (pins.length === 0) throw new Refused([refuseEmpty(product, version, lacking)]);
  return { pins, lacking };
}

async function fetchSums(
  base: string,
  sums: string,
  signatures: readonly string[],
  key: ReleaseKey,
): Promise<string> {
  const text = await fetchFile(`${base}/${sums}`);
  if (text === undefined) throw new Refused([refuseAbsent(`${base}/${sums}`)]);
  for (const name of signatures) {
    const signature = await fetchFile(`${base}/${name}`);
    if (signature === undefined) continue;
    const problem = await checkSignature(text, signature, key);
    if (problem === undefined) return text.toString('utf8');
    throw new Refused([refuseSignature(`${base}/${name}`, problem, key)]);
  }
  throw new Refused([refuseAbsent(`${base}/${signatures.join(' or ')}`)]);
}

/** The bytes of a file; undefined where there is none. */
async function fetchFile(address: string): Promise<Buffer | undefined> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(longestFetchMs) }).catch(
    (error: unknown) => {
      throw new Refused([refuseUnreachable(address, error)]);
    },
  );
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Refused([refuseUnreachable(address, `status ${answer.status}`)]);
  return Buffer.from(await answer.arrayBuffer());
}

function refuseAbsent(address: string): Refusal {
  return {
    what: 'The signed sums are not there.',
    why: `${address} is not found`,
    next: ['look whether the version is published, and how its files are named'],
  };
}

function refuseUnreachable(address: string, error: unknown): Refusal {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return {
    what: 'The signed sums could not be fetched.',
    why: `${address}: ${cause instanceof Error ? cause.message : String(cause)}`,
    next: ['try again on a machine that reaches the address'],
  };
}

function refuseSignature(address: string, problem: string, { fingerprint }: ReleaseKey): Refusal {
  return {
    what: 'The sums are not proven.',
    why: `${problem}: ${address}, checked with the key ${fingerprint}`,
    next: ['pin nothing of this version until the publisher has explained it'],
  };
}

function refuseEmpty(product: Product, version: string, lacking: readonly string[]): Refusal {
  return {
    what: `The sums of ${product} ${version} give no digest.`,
    why: `they do not name ${lacking.join(', ')} once each, or hold other lines`,
    next: ['look how the archives of the version are named, and mend src/core/releases/release.ts'],
  };
}
