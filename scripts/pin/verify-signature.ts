import { join } from 'node:path';
import { createGpgv } from '../../src/adapters/gpgv.ts';
import type { ReleaseKey } from '../../src/core/releases/release.ts';
import { makeDirectory } from '../temporary-directory.ts';

const longestCheckMs = 30_000;

/**
 * Why the signature does not prove that the owner of the key signed the text; undefined
 * when it does. The program `gpgv` judges; throws where there is none.
 */
export async function checkSignature(
  text: Buffer,
  signature: Buffer,
  key: ReleaseKey,
): Promise<string | undefined> {
  using directory = makeDirectory('signature');
  const aside = (name: string): string => join(directory.path, name);
  const gpgv = createGpgv(process.env, AbortSignal.timeout(longestCheckMs));
  const verdict = await gpgv.judge(text, signature, key, aside);
  if (verdict === undefined) throw new Error('gpgv is not on the PATH: install it');
  return verdict.isGood ? undefined : verdict.why;
}
