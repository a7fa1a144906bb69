import { uuidShape } from '../core/uuid.ts';
import { parseAddress } from './address.ts';
import { parsePemSource } from './certificate.ts';
import { parseDuration } from './duration.ts';
import { parseGoFlag } from './flags.ts';
import { Problem } from './input.ts';
import { loginInputs } from './login.ts';
import { defineFlag, defineText } from './option.ts';
import { parseShape, parseSlashedName } from './texts.ts';

const pemForms = 'PEM text, base64 of PEM, or the path of a PEM file';

/** Options of every command that talks to Vault. */
export const vaultOptions = {
  address: defineText(
    {
      description: 'address of Vault or OpenBao',
      placeholder: 'url',
      variable: 'VAULT_ADDR',
      remedy: 'set VAULT_ADDR, or give --address https://…',
    },
    parseAddress,
  ),
  namespace: defineText(
    {
      description: 'namespace; left out, the root namespace',
      placeholder: 'path',
      variable: 'VAULT_NAMESPACE',
      default: '',
      remedy: 'write the namespace as Vault lists it, such as team/app',
    },
    parseSlashedName,
  ),
  'ca-certificate': defineText(
    {
      description: `authorities to trust in the place of Node's own: ${pemForms}`,
      placeholder: 'pem',
      variable: 'VAULT_CACERT',
      default: '',
      remedy: `give ${pemForms}`,
    },
    parsePemSource,
  ),
  'client-certificate': defineText(
    {
      description: `certificate to show to the server: ${pemForms}`,
      placeholder: 'pem',
      variable: 'VAULT_CLIENT_CERT',
      default: '',
      remedy: `give ${pemForms}`,
    },
    parsePemSource,
  ),
  'client-key': defineText(
    {
      description: 'file of the key of --client-certificate',
      placeholder: 'path',
      variable: 'VAULT_CLIENT_KEY',
      default: '',
      remedy: 'put the path of the key, or its PEM text, into VAULT_CLIENT_KEY',
    },
    parsePemSource,
  ),
  'tls-server-name': defineText(
    {
      description: 'name in the certificate, when it is not the host',
      placeholder: 'name',
      variable: 'VAULT_TLS_SERVER_NAME',
      default: '',
      remedy: 'give the host name in the certificate',
    },
    (text) => parseShape(text, /^[\w.-]+$/, 'it is not a host name'),
  ),
  'skip-verify': {
    ...defineFlag('take any certificate of the server; for trials alone'),
    variable: 'VAULT_SKIP_VERIFY',
    parse: ([text = 'false']: readonly string[]) => parseGoFlag(text),
  },
  timeout: defineText(
    {
      description: 'time for the whole command',
      placeholder: 'duration',
      default: '2m',
      remedy: 'write a duration such as 90s, 2m or 1m30s',
    },
    parseDuration,
  ),
} as const;

/** Options of every command. */
export const outputOptions = {
  json: defineFlag('print JSON for machines'),
} as const;

/** The name of a role as Vault takes it; must not be empty. */
export function parseRoleName(text: string): string | Problem {
  return text.trim() === '' ? new Problem('it is empty') : loginInputs.role.parse(text);
}

/** A UUID in lower case, as CircleCI names organizations, projects and contexts. */
export function parseUuid(text: string): string | Problem {
  const lower = text.trim().toLowerCase();
  return uuidShape.test(lower)
    ? lower
    : new Problem('it is not a UUID such as 5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60');
}
