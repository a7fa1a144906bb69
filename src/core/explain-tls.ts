/** Why TLS failed, and what to do. */
export interface TlsReason {
  readonly why: string;
  readonly next: string;
}

const giveCertificate = 'give client_certificate and client_key';

/**
 * Node's error codes: those of certificates are OpenSSL's X509_V_ERR_* (Node.js,
 * "X509 certificate error codes"), those of the handshake ERR_SSL_ and OpenSSL's
 * reason. The first that matches counts.
 */
const reasons: readonly (readonly [code: RegExp, why: string, next: string])[] = [
  [/HAS_EXPIRED/, 'its certificate has expired', 'ask the operators of Vault to renew it'],
  [/NOT_YET_VALID/, 'its certificate is not valid yet', 'compare the clocks'],
  [
    /ALTNAME|UNRECOGNIZED_NAME/,
    'its certificate is for another name',
    'use the name in the certificate, or give it as tls_server_name',
  ],
  [/PURPOSE/, 'its certificate is not one for servers', 'ask the operators of Vault for another'],
  [/CERTIFICATE_REQUIRED/, 'it asks for a client certificate', giveCertificate],
  [
    /ALERT.*(CERTIFICATE|_CA$)/,
    'it does not accept our client certificate',
    'ask the operators of Vault who has to sign it',
  ],
  [
    /HANDSHAKE_FAILURE/,
    'it asks for a client certificate, or has no cipher in common with us',
    giveCertificate,
  ],
  [
    /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/,
    'it does not speak TLS 1.2 or newer',
    'ask the operators of Vault to allow TLS 1.2',
  ],
  [
    /^EPROTO|WRONG_VERSION|PACKET_LENGTH/,
    'it does not speak TLS there',
    'check the port, and https:// against http://',
  ],
  [
    /^ERR_(SSL|TLS|OSSL)/,
    'the handshake broke off',
    'look for a proxy or firewall between that breaks TLS',
  ],
  [
    /SELF_SIGNED|CERT|ISSUER|SIGNATURE/,
    'no authority that we trust has signed its certificate',
    "give the authority's certificate, and any between, as ca_certificate (or VAULT_CACERT)",
  ],
];

/** What a code of Node tells of TLS; undefined for one that has nothing to do with it. */
export function explainTlsCode(code: string): TlsReason | undefined {
  const [, why, next] = reasons.find(([pattern]) => pattern.test(code)) ?? [];
  return why === undefined || next === undefined ? undefined : { why, next };
}
