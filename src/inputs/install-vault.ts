import type { VersionWish } from '../core/releases/choose-version.ts';
import type { Product } from '../core/releases/release.ts';
import { isConfidential, parseUrl } from '../core/url.ts';
import { transportDescriptions, transportInputs } from './connection.ts';
import { parseDuration } from './duration.ts';
import { parseFlag } from './flags.ts';
import { type Descriptions, defineInput, Problem, type ValuesOf } from './input.ts';
import { parsePlainText } from './texts.ts';

/** The inputs of `install-vault`, which its own program reads; a key is the orb parameter's name. */
export const installInputs = {
  product: defineInput({ default: 'vault', remedy: 'write vault or openbao' }, parseProduct),
  version: defineInput(
    { default: 'latest', remedy: 'write a version such as 1.21.4, or 1.21, or latest' },
    parseVersion,
  ),
  install_dir: defineInput(
    {
      default: '~/.local/bin',
      remedy: 'name a directory, such as ~/.local/bin; write a variable as ${NAME}',
    },
    parseDirectory,
  ),
  sha256: defineInput(
    { default: '', remedy: 'give the SHA-256 of the archive: 64 hexadecimal digits' },
    parseSha256,
  ),
  release_url: defineInput(
    {
      default: '',
      remedy:
        'write https://host/path of a mirror that serves the archives without credentials: what they hold is proved here',
    },
    parseReleaseUrl,
  ),
  ca_certificate: transportInputs.ca_certificate,
  timeout: defineInput(
    { default: '10m', remedy: 'write a duration such as 90s, 10m or 1m30s' },
    parseDuration,
  ),
  cache: defineInput({ default: false, remedy: 'write true or false' }, parseFlag),
} as const;

/** The parsed inputs of `install-vault`. */
export type InstallInputs = ValuesOf<typeof installInputs>;

export const installDescriptions: Descriptions<typeof installInputs> = {
  product: 'What to install: `vault` or `openbao`.',
  version:
    'Version, such as `1.21.4`; `1.21` and `latest` take the newest that this orb knows the digest of, which is none of OpenBao and none for Windows so far.',
  install_dir: 'Directory to put the binary into; it is put on the `PATH` of the later steps.',
  sha256:
    'SHA-256 of the archive. Needed where this orb knows no digest and no signature can be checked: for OpenBao always so far. It overrules a digest that the orb knows, with a note; where the binary is on the `PATH` already, it is not looked at.',
  release_url:
    "Address of a mirror, in the place of the vendor's: the archives below it are proved alike.",
  ca_certificate: transportDescriptions.ca_certificate.replace('in the place of', 'beside'),
  timeout: transportDescriptions.timeout,
  cache: "Whether to keep the archive in CircleCI's cache for later jobs.",
};

export const installDescription =
  'Put a verified `vault` or `bao` binary on the `PATH`, for jobs that call the CLI themselves. A binary of that version that is there already is used.';

function parseProduct(text: string): Product | Problem {
  const name = text.trim();
  return name === 'vault' || name === 'openbao' ? name : new Problem('it is no product');
}

function parseVersion(text: string): VersionWish | Problem {
  const written = text.trim().replace(/^v(?=\d)/, '');
  if (written === 'latest') return { kind: 'newest', written, prefix: '' };
  if (/^\d{1,4}\.\d{1,4}$/.test(written)) return { kind: 'newest', written, prefix: `${written}.` };
  const isExact = /^\d{1,4}\.\d{1,4}\.\d{1,4}([-+][A-Za-z0-9]+([.-][A-Za-z0-9]+)*){0,2}$/;
  return isExact.test(written)
    ? { kind: 'exact', version: written }
    : new Problem('it is not a version');
}

function parseDirectory(text: string): string | Problem {
  const directory = parsePlainText(text);
  if (directory instanceof Problem) return directory;
  if (directory === '') return new Problem('it is empty');
  // No shell reads it: either would be the name of a directory in the checkout.
  if (directory.includes('$')) return new Problem('it holds "$" that stands for no variable');
  if (/^~[^\\/]/.test(directory)) return new Problem('its "~" names another user');
  // The PATH could not name it: POSIX, "Environment Variables", PATH.
  return directory.replace(/^[A-Za-z]:(?=[\\/])/, '').includes(':')
    ? new Problem('it holds ":", which divides the directories of the PATH')
    : directory;
}

/** Lower case; undefined when empty. */
function parseSha256(text: string): string | undefined | Problem {
  const digest = text.trim().toLowerCase();
  if (digest === '') return undefined;
  return /^[0-9a-f]{64}$/.test(digest) ? digest : new Problem('it is not a SHA-256');
}

/** Without slashes at its end; undefined when empty. No problem quotes it, for it may hold a password. */
function parseReleaseUrl(written: string): string | undefined | Problem {
  const text = written.trim();
  if (text === '') return undefined;
  const url = /^https?:\/\//i.test(text) ? parseUrl(text) : undefined;
  if (url === undefined) return new Problem('it does not begin with https://, or is no URL');
  if (url.username !== '' || url.password !== '')
    return new Problem('it holds a user name or password');
  if (url.search !== '' || url.hash !== '') return new Problem('it holds "?" or "#"');
  if (!isConfidential(url)) return new Problem('it begins with http://');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
