import { parseAddress, parseOptionalAddress } from './address.ts';
import { parsePemSource } from './certificate.ts';
import { parseDuration } from './duration.ts';
import { parseGoFlag } from './flags.ts';
import { type Descriptions, defineInput } from './input.ts';
import { parseShape, parseSlashedName } from './texts.ts';

const definePem = (name: string) =>
  defineInput(
    {
      default: `\${VAULT_${name}}`,
      remedy: 'give PEM text, base64 of PEM, or the path of a PEM file',
    },
    parsePemSource,
  );

/** How to trust the server, and how long to wait for it. */
export const transportInputs = {
  ca_certificate: definePem('CACERT'),
  tls_server_name: defineInput(
    { default: '${VAULT_TLS_SERVER_NAME}', remedy: 'give the host name in the certificate' },
    // The last part of a name is no number, or it is an address (URL Standard).
    (text) =>
      parseShape(
        text,
        /^([\w-]+\.)*(?!\d+$)[\w-]+$/,
        'it is not a host name (an IP address is none)',
      ),
  ),
  client_certificate: definePem('CLIENT_CERT'),
  client_key: definePem('CLIENT_KEY'),
  skip_verify: defineInput(
    { variable: 'VAULT_SKIP_VERIFY', remedy: 'unset it, or set it to true or false' },
    parseGoFlag,
  ),
  timeout: defineInput(
    { default: '2m', remedy: 'write a duration such as 90s, 2m or 1m30s' },
    parseDuration,
  ),
} as const;

const pemForms = 'PEM text, base64 of PEM, or a path';

export const transportDescriptions: Descriptions<typeof transportInputs> = {
  ca_certificate: `Certificate authorities to trust, in the place of Node's own list: ${pemForms}.`,
  tls_server_name: 'Name to ask for and to check in the certificate, when it is not the host.',
  client_certificate: `Certificate to show to a server that asks for one: ${pemForms}.`,
  client_key: `Key of \`client_certificate\`: ${pemForms}. Keep it in a context.`,
  skip_verify: 'Whether to take any certificate of the server; for trials alone.',
  timeout: 'Time for the whole command, from `1s` to `1h`.',
};

/** Which server to talk to. */
export const connectionInputs = {
  address: defineInput(
    {
      default: '${VAULT_ADDR}',
      remedy: 'set VAULT_ADDR in a context of the job, or give address: https://…',
    },
    parseAddress,
  ),
  namespace: defineInput(
    {
      default: '${VAULT_NAMESPACE}',
      remedy: 'write the namespace as Vault lists it, such as team/app',
    },
    parseSlashedName,
  ),
  ...transportInputs,
} as const;

export const connectionDescriptions: Descriptions<typeof connectionInputs> = {
  address: 'Address of Vault or OpenBao, such as `https://vault.example.com:8200`.',
  namespace: 'Namespace; empty for the root namespace.',
  ...transportDescriptions,
};

const sessionRemedy = 'leave it empty, or give what auth was given';

/** Which of the job's sessions to end; left empty, all of them. */
export const sessionInputs = {
  address: defineInput({ default: '', remedy: sessionRemedy }, parseOptionalAddress),
  namespace: defineInput({ default: '', remedy: sessionRemedy }, parseSlashedName),
  ...transportInputs,
} as const;

export const sessionDescriptions: Descriptions<typeof sessionInputs> = {
  address: 'End only the sessions with this server; empty for all.',
  namespace: 'End only the sessions in this namespace; empty for all.',
  ...transportDescriptions,
};
