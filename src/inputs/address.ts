import * as v from 'valibot';
import { parseUrl } from '../core/url.ts';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address of a Vault server: `https://`, or `http://` to this machine alone.
 * Gives it without trailing slashes and without the `/v1` or `/ui` that a copied
 * address may end with; a host outside ASCII is given in its `xn--` form.
 */
export const serverAddress = v.pipe(
  v.string(),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const found = readAddress(dataset.value.trim());
    if (found.ok) return found.address;
    addIssue({ message: found.problem });
    return NEVER;
  }),
);

type FoundAddress =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly problem: string };

// No problem quotes the address: it may hold a password.
function readAddress(text: string): FoundAddress {
  if (text === '') return refuse('it is empty');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return refuse('it does not begin with https://');
  }
  const url = parseUrl(text);
  if (url === undefined) return refuse('it is not a URL');
  if (url.host.includes('$')) return refuse('it holds "$": write ${NAME} for a variable');
  if (url.username !== '' || url.password !== '') return refuse('it holds a user name or password');
  if (url.search !== '' || url.hash !== '') return refuse('it holds "?" or "#"');
  if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
    return refuse('it begins with http://, which would send the tokens unencrypted');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refuse('it does not begin with https://');
  }
  const parts = url.pathname.split('/');
  while (/^(v1|ui)?$/.test(parts.at(-1) ?? '.')) parts.pop();
  return { ok: true, address: url.origin + parts.join('/') };
}

function refuse(problem: string): FoundAddress {
  return { ok: false, problem };
}
