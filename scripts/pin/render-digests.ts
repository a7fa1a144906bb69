import { type Pin, products } from './pin.ts';
import { sortPins } from './record.ts';

/** The digest table as TypeScript; the same pins give the same text. */
export function renderDigests(unsorted: readonly Pin[]): string {
  const pins = sortPins(unsorted);
  return `// Written by "npm run pin-releases" from scripts/pin/releases.json: change neither by hand.
import type { ReleaseTable } from './release.ts';

/**
 * The SHA-256 of each archive that is installed without asking for a signature.
 *
${describeSources(pins)} */
export const releaseDigests: ReleaseTable = {
${products.map((product) => renderProduct(product, pins)).join('')}};
`;
}

function renderProduct(product: Pin['product'], pins: readonly Pin[]): string {
  const own = pins.filter((pin) => pin.product === product);
  if (own.length === 0) return `  ${product}: {},\n`;
  const versions = listVersions(own).map((version) => {
    const lines = own
      .filter((pin) => pin.version === version)
      .map(({ platform, sha256 }) => `      ${platform}: '${sha256}',\n`);
    return `    '${version}': {\n${lines.join('')}    },\n`;
  });
  return `  ${product}: {\n${versions.join('')}  },\n`;
}

/** A paragraph of the comment for each source, with the versions that it vouches for. */
function describeSources(pins: readonly Pin[]): string {
  const sources = [...new Set(pins.map(({ source }) => source))].sort();
  return sources
    .map((source) => {
      const own = pins.filter((pin) => pin.source === source);
      return products
        .map((product) => own.filter((pin) => pin.product === product))
        .filter((ofProduct) => ofProduct.length > 0)
        .map((ofProduct) => describeVersions(ofProduct, pins))
        .map((versions) => wrap(`From ${source}: ${versions}.`))
        .join('');
    })
    .join(' *\n');
}

// Linux and macOS on both architectures: what every release has.
const usualPlatforms = 4;

/** `vault 1.12.2 (linux_amd64), 1.15.1`: platforms where some are missing or another source has them. */
function describeVersions(own: readonly Pin[], pins: readonly Pin[]): string {
  const product = own[0]?.product ?? '';
  const versions = listVersions(own).map((version) => {
    const inVersion = own.filter((pin) => pin.version === version);
    const all = pins.filter((pin) => pin.product === product && pin.version === version);
    const isWhole = inVersion.length === all.length && inVersion.length >= usualPlatforms;
    const platforms = inVersion.map(({ platform }) => platform).join(', ');
    return isWhole ? version : `${version} (${platforms})`;
  });
  return `${product} ${versions.join(', ')}`;
}

function listVersions(pins: readonly Pin[]): string[] {
  return [...new Set(pins.map(({ version }) => version))];
}

const width = 96;

function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => ` * ${line}\n`).join('');
}
