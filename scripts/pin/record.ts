import { type InferOutput, object, parse, record as recordOf, strictObject, string } from 'valibot';
import { compareVersions } from '../../src/core/releases/compare-versions.ts';
import { findPlatformKey, type Pin, products, sha256Schema } from './pin.ts';

const versionsSchema = recordOf(
  string(),
  recordOf(string(), object({ sha256: sha256Schema, source: string() })),
);
const recordSchema = strictObject({ vault: versionsSchema, openbao: versionsSchema });

/** Reads the record of what is pinned. Throws for a text that is none. */
export function parseRecord(text: string): Pin[] {
  return listPins(parse(recordSchema, JSON.parse(text)));
}

/** The pins as the record keeps them, in their order; the same pins give the same text. */
export function renderRecord(pins: readonly Pin[]): string {
  const entries = products.map((product) => [product, groupVersions(pins, product)]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

/** Sorts by product, newest version last, then by platform. */
export function sortPins(pins: readonly Pin[]): Pin[] {
  return [...pins].sort(
    (one, other) =>
      products.indexOf(one.product) - products.indexOf(other.product) ||
      compareVersions(one.version, other.version) ||
      (one.platform < other.platform ? -1 : 1),
  );
}

function listPins(record: InferOutput<typeof recordSchema>): Pin[] {
  return products.flatMap((product) =>
    Object.entries(record[product]).flatMap(([version, archives]) =>
      Object.entries(archives).map(([key, archive]) => ({
        product,
        version,
        platform: findPlatformKey(product, key),
        ...archive,
      })),
    ),
  );
}

function groupVersions(pins: readonly Pin[], product: Pin['product']): object {
  const versions: Record<string, Record<string, object>> = {};
  for (const { version, platform, sha256, source } of sortPins(pins).filter(
    (pin) => pin.product === product,
  )) {
    versions[version] = { ...versions[version], [platform]: { sha256, source } };
  }
  return versions;
}
