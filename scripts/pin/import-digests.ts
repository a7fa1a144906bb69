import { array, minLength, object, parse, pipe, record, string } from 'valibot';
import { type Refusal, throwRefusals } from '../refusal.ts';
import { findPlatformKey, namePin, type Pin, products, sha256Schema } from './pin.ts';
import { describeIndexes } from './sources.ts';
import type { WantedRelease } from './wish.ts';

const archiveSchema = object({
  sha256: sha256Schema,
  seen_in: pipe(array(string()), minLength(1)),
});
const versionsSchema = record(string(), record(string(), archiveSchema));
const fileSchema = object({ vault: versionsSchema, openbao: versionsSchema });

/** What an imported file gives, and what of it stays out. */
export interface Imported {
  readonly pins: readonly Pin[];
  /** Names of archives that one index alone carries and nobody asked for. */
  readonly leftOut: readonly string[];
}

/**
 * Takes what two indexes agree on, and what `also` names, out of a file of digests by
 * product, version and platform, each with the indexes that carry it. Throws for a file
 * of another form, and `Refused` for what `also` names and the file lacks.
 */
export function importDigests(text: string, also: readonly WantedRelease[]): Imported {
  const file = parse(fileSchema, JSON.parse(text));
  const found = products.flatMap((product) =>
    Object.entries(file[product]).flatMap(([version, archives]) =>
      Object.entries(archives).map(([key, { sha256, seen_in }]) => {
        const platform = findPlatformKey(product, key);
        const indexes = [...new Set(seen_in)];
        const pin = { product, version, platform, sha256, source: describeIndexes(indexes) };
        return { pin, isAgreed: indexes.length > 1 };
      }),
    ),
  );
  const missing = also.filter((wanted) => !found.some(({ pin }) => isWanted(pin, wanted)));
  throwRefusals(missing.map(refuseMissing));
  const isTaken = ({ pin, isAgreed }: (typeof found)[number]): boolean =>
    isAgreed || also.some((wanted) => isWanted(pin, wanted));
  return {
    pins: found.filter(isTaken).map(({ pin }) => pin),
    leftOut: found.filter((entry) => !isTaken(entry)).map(({ pin }) => namePin(pin)),
  };
}

function isWanted(pin: Pin, { product, version, platform }: WantedRelease): boolean {
  return (
    pin.product === product &&
    pin.version === version &&
    (platform === '' || pin.platform === platform || pin.platform.startsWith(`${platform}_`))
  );
}

function refuseMissing({ product, version, platform }: WantedRelease): Refusal {
  return {
    what: `The file has no ${product} ${version}${platform === '' ? '' : ` for ${platform}`}.`,
    why: '--also names it',
    next: ['take it from the command, or import a file that has it'],
  };
}
