import { fitsEveryBranch } from '../core/claim-patterns.ts';
import { parsePath } from '../core/references/parse-path.ts';
import type { SecretPath } from '../core/references/reference.ts';
import { isConfidential, parseUrl } from '../core/url.ts';
import { parseRoleName } from './administration.ts';
import { Problem } from './input.ts';
import { defineText } from './option.ts';
import { parsePlainText, parseShape } from './texts.ts';

// Vault makes the first itself, and gives the second to every token.
const ownPolicies = ['root', 'default', 'response-wrapping', 'control-group'];

/** The name of a policy that setup may write, in lower case as Vault keeps it; may be empty. */
export function parsePolicyName(text: string): string | Problem {
  if (text.trim() === '') return '';
  const name = parseRoleName(text);
  if (name instanceof Problem) return name;
  return ownPolicies.includes(name.toLowerCase())
    ? new Problem("it is one of Vault's own policies")
    : name.toLowerCase();
}

/** A repository as tokens name it: no scheme, no pattern. */
export function parseOrigin(text: string): string | Problem {
  const origin = text.trim();
  if (/^[a-z][a-z0-9+.-]*:\/\/|^git@/i.test(origin)) {
    return new Problem('it is an address to clone from; tokens name github.com/acme/app');
  }
  return parseFilledShape(origin, /^[\w.-]+(\/[\w.~-]+)+$/, 'it is no host with a path');
}

const everyBranch = 'refs/heads/*';

/**
 * A git ref; a branch's name becomes `refs/heads/<name>`. A pattern that every branch fits
 * is refused, unless it says so in the one plain way.
 */
export function parseRef(text: string): string | Problem {
  const ref = text.trim();
  // git-check-ref-format(1), and "*".
  const whole = parseFilledShape(
    ref,
    /^(?!\/)(?!.*(\.\.|\/\/|@\{))[^\s~^:?[\\]+(?<![/.])$/,
    'it is no name of a git ref',
  );
  if (whole instanceof Problem) return whole;
  if (ref !== everyBranch && [ref, `refs/heads/${ref}`].some(fitsEveryBranch)) {
    return new Problem(
      `whoever may push a branch can name one that fits: name the refs, or write ${everyBranch} if every branch is meant`,
    );
  }
  return whole.startsWith('refs/') ? whole : `refs/heads/${whole}`;
}

/** An audience; may be empty. */
export function parseAudience(text: string): string | Problem {
  return parsePlainText(text);
}

/** An issuer exactly as tokens name it, `https://` or on this machine; may be empty. */
export function parseIssuer(text: string): string | Problem {
  const issuer = parsePlainText(text);
  if (issuer instanceof Problem || issuer === '') return issuer;
  const url = parseUrl(issuer);
  if (url === undefined || !isConfidential(url)) {
    return new Problem('it is no https:// address');
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    return new Problem('it holds "?", "#" or a user name');
  }
  if (issuer.endsWith('/')) return new Problem('it ends with "/", and the tokens\' "iss" does not');
  return issuer.includes('.well-known')
    ? new Problem('it is the address of the discovery document: leave /.well-known/… out')
    : issuer;
}

function parseFilledShape(text: string, shape: RegExp, problem: string): string | Problem {
  return text === '' ? new Problem('it is empty') : parseShape(text, shape, problem);
}

/** The path of a secret as in a reference, `$` in it as it is. */
export function parseSecretPath(text: string): SecretPath | Problem {
  const path = parsePath({ kind: 'word', text, quote: "'" }, {});
  return typeof path === 'string' ? new Problem(path) : path;
}

/** Whose tokens are trusted, where it is not the organization's issuer at CircleCI. */
export const issuerOption = defineText(
  {
    description: "issuer of the tokens, where it is not CircleCI's cloud",
    placeholder: 'url',
    default: '',
    remedy: 'give the "iss" of a token of the server, exactly',
  },
  parseIssuer,
);
