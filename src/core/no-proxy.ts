import { parseUrl } from './url.ts';

/**
 * Whether a `NO_PROXY` list exempts an `https:` address, by the rules of Go's
 * httpproxy (golang.org/x/net/http/httpproxy, Config.NoProxy), which Vault's own
 * client follows: `*`, a name with its subdomains, `.name` for the subdomains
 * alone, an IP address, a network as CIDR; a port after all but the last.
 * Blanks separate as commas do, as curl has it.
 */
export function isExempt({ hostname, port }: URL, list: string): boolean {
  const entries = list.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => isMatch(entry, hostname, port || '443'));
}

function isMatch(entry: string, host: string, port: string): boolean {
  const [, network, prefix] = /^(.+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (network !== undefined) return isInNetwork(host, network, prefix);
  const [, name = entry, wantedPort = port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (name === '' || wantedPort !== port) return false;
  const suffix = name.replace(/^\*?(?=\.)/, '');
  return (
    name === '*' ||
    host === suffix ||
    host.endsWith(suffix.startsWith('.') ? suffix : `.${suffix}`) ||
    isInNetwork(host, name)
  );
}

function isInNetwork(host: string, network: string, prefix?: string): boolean {
  const address = readAddress(host);
  const base = readAddress(network);
  if (address === undefined || address.length !== base?.length) return false;
  const length = Number(prefix ?? base.length);
  return length <= base.length && address.startsWith(base.slice(0, length));
}

/** The bits of an IP address, 32 or 128 of them, as `0` and `1`; undefined for a name. */
function readAddress(text: string): string | undefined {
  const host = text.replace(/[[\]]/g, '');
  const isShort = /^\d+(\.\d+){3}$/.test(host);
  if (!isShort && !host.includes(':')) return undefined;
  // The URL parser takes 1.2.3.4 at this place too, and gives hexadecimal groups.
  const canonical = parseUrl(`http://[${isShort ? '::ffff:' : ''}${host}]`)?.hostname;
  if (canonical === undefined) return undefined;
  const zeros = '0:'.repeat(8 - listGroups(canonical).length);
  const bits = listGroups(canonical.replace('::', `:${zeros}`))
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
  return isShort ? bits.slice(96) : bits;
}

function listGroups(address: string): readonly string[] {
  return address.match(/\w+/g) ?? [];
}
