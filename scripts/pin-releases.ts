import { readFileSync, writeFileSync } from 'node:fs';
import type { ReleaseKey } from '../src/core/releases/release.ts';
import { releaseKeys } from '../src/core/releases/release-keys.ts';
import { releaseOrigins } from '../src/core/releases/release-origins.ts';
import { root } from './bundle-helper.ts';
import { fetchPins } from './pin/fetch-pins.ts';
import { importDigests } from './pin/import-digests.ts';
import { readKeyFile } from './pin/key-file.ts';
import { mergePins } from './pin/merge-pins.ts';
import { namePin, type Pin } from './pin/pin.ts';
import { parseRecord, renderRecord } from './pin/record.ts';
import { renderDigests } from './pin/render-digests.ts';
import { type PinWish, readPinWish, type WantedRelease } from './pin/wish.ts';
import { reportRefusals } from './publish/report-refusals.ts';
import { Refused } from './refusal.ts';

await reportRefusals('pin-releases', async () => {
  const wish = readPinWish(process.argv.slice(2));
  const checkout = wish.checkout === '' ? root : `${wish.checkout}/`;
  const recordFile = `${checkout}scripts/pin/releases.json`;
  const pinned = parseRecord(readFileSync(recordFile, 'utf8'));
  const given = wish.importFile === '' ? await fetchAll(wish) : importAll(wish);
  const { pins, added, confirmed } = mergePins(pinned, given);
  writeFileSync(recordFile, renderRecord(pins));
  writeFileSync(`${checkout}src/core/releases/release-digests.ts`, renderDigests(pins));
  tell('pinned', added);
  tell('now vouched for by a signature', confirmed);
  console.log(`${pins.length} digests are pinned; ${given.length} were given`);
});

function importAll({ importFile, also }: PinWish): readonly Pin[] {
  const { pins, leftOut } = importDigests(readFileSync(importFile, 'utf8'), also);
  for (const name of leftOut) console.log(`left out, one index alone has it: ${name}`);
  return pins;
}

async function fetchAll(wish: PinWish): Promise<readonly Pin[]> {
  const pins: Pin[] = [];
  for (const release of wish.releases) {
    const key = chooseKey(wish, release);
    const origin = wish.origin === '' ? releaseOrigins[release.product] : wish.origin;
    const fetched = await fetchPins(release, { origin, key });
    for (const name of fetched.lacking) console.log(`left out, the sums do not have it: ${name}`);
    pins.push(...fetched.pins);
  }
  return pins;
}

function chooseKey({ key, fingerprint }: PinWish, { product }: WantedRelease): ReleaseKey {
  const chosen = key === '' ? releaseKeys[product] : { fingerprint, key: readKeyFile(key) };
  if (chosen !== undefined) return chosen;
  throw new Refused([
    {
      what: `No key for ${product} is in src/core/releases/release-keys.ts.`,
      why: 'without it nothing tells its signed sums from others',
      next: ['call it with --key and --fingerprint, as docs/pinning-releases.md tells'],
    },
  ]);
}

function tell(what: string, pins: readonly Pin[]): void {
  for (const pin of pins) console.log(`${what}: ${namePin(pin)}`);
}
