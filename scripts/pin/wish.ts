import { parseArgs } from 'node:util';
import type { Product } from '../../src/core/releases/release.ts';
import { Refused } from '../refusal.ts';
import { products } from './pin.ts';

const usage =
  'npm run pin-releases -- vault@1.21.4 openbao@2.5.4, or npm run pin-releases -- --import digests.json --also vault@1.12.2:linux';

/** A version of a product, and of one system of it where it says so. */
export interface WantedRelease {
  readonly product: Product;
  readonly version: string;
  /** `linux`, or `linux_amd64`; empty for every one. */
  readonly platform: string;
}

/** What the command line asks for; a text that was left out is empty. */
export interface PinWish {
  /** The versions whose signed sums are fetched. */
  readonly releases: readonly WantedRelease[];
  /** A file with digests and the indexes that carry each. */
  readonly importFile: string;
  /** What one index is enough for. */
  readonly also: readonly WantedRelease[];
  /** Takes the place of the products' origins. */
  readonly origin: string;
  /** A file with a public key that takes the place of the embedded one, and its fingerprint. */
  readonly key: string;
  readonly fingerprint: string;
  /** Where the record and the table are; the repository's root when it is left out. */
  readonly checkout: string;
}

/** Reads the arguments; throws `Refused` for what makes no sense. */
export function readPinWish(argv: readonly string[]): PinWish {
  const { values, positionals } = parseArguments(argv);
  const { import: importFile, also, ...texts } = values;
  const releases = positionals.map((text) => readRelease(text));
  const wish = { ...texts, importFile, also: also.map((text) => readRelease(text)), releases };
  if ((importFile === '') === (releases.length === 0)) refuse('name either versions or a file');
  if (importFile === '' && also.length > 0) refuse('--also belongs to --import');
  if ((wish.key === '') !== (wish.fingerprint === '')) refuse('--key needs --fingerprint');
  if (releases.some(({ platform }) => platform !== '')) refuse('a version is pinned whole');
  return { ...wish, fingerprint: wish.fingerprint.replaceAll(' ', '').toUpperCase() };
}

function parseArguments(argv: readonly string[]) {
  const text = { type: 'string', default: '' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        import: text,
        also: { type: 'string', multiple: true, default: [] },
        origin: text,
        key: text,
        fingerprint: text,
        checkout: text,
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const form =
  /^(?<product>[a-z]+)@(?<version>\d+\.\d+\.\d+[-+.a-z0-9]*)(:(?<platform>[a-z0-9_]+))?$/;

function readRelease(text: string): WantedRelease {
  const { product: name, version, platform = '' } = form.exec(text)?.groups ?? {};
  const product = products.find((known) => known === name);
  if (product === undefined || version === undefined) {
    return refuse(`"${text}" is no version of vault or openbao, such as vault@1.21.4`);
  }
  return { product, version, platform };
}

function refuse(why: string): never {
  throw new Refused([{ what: 'The command line is wrong.', why, next: [`call it as  ${usage}`] }]);
}
