import { isConfidential, parseUrl } from '../core/url.ts';
import { Problem } from './input.ts';

/**
 * The address of a Vault server: `https://`, or `http://` to this machine alone.
 * Gives it without trailing slashes and without the `/v1` or `/ui` that a copied
 * address may end with; a host outside ASCII is given in its `xn--` form. No
 * problem quotes the address, which may hold a password.
 */
export function parseAddress(written: string): string | Problem {
  const text = written.trim();
  if (text === '') return new Problem('it is empty');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return new Problem('it does not begin with https://');
  }
  const url = parseUrl(text);
  if (url === undefined) return new Problem('it is not a URL');
  if (url.host.includes('$')) return new Problem('it holds "$": write ${NAME} for a variable');
  if (url.username !== '' || url.password !== '')
    return new Problem('it holds a user name or password');
  if (url.search !== '' || url.hash !== '') return new Problem('it holds "?" or "#"');
  if (!isConfidential(url)) {
    return new Problem(
      url.protocol === 'http:'
        ? 'it begins with http://, which would send the tokens unencrypted'
        : 'it does not begin with https://',
    );
  }
  const parts = url.pathname.split('/');
  while (/^(v1|ui)?$/.test(parts.at(-1) ?? '.')) parts.pop();
  return url.origin + parts.join('/');
}

/** The same, or empty. */
export function parseOptionalAddress(text: string): string | Problem {
  return text.trim() === '' ? '' : parseAddress(text);
}
