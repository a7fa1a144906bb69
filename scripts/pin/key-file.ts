import { readFileSync } from 'node:fs';

/** The binary key in a file, armoured or not, in base64. */
export function readKeyFile(path: string): string {
  const bytes = readFileSync(path);
  const armour = /^-----BEGIN PGP PUBLIC KEY BLOCK-----$(?<body>[\s\S]*?)^(=|-----END)/m.exec(
    bytes.toString('latin1').replaceAll('\r\n', '\n'),
  );
  const body = armour?.groups?.['body'];
  if (body === undefined) return bytes.toString('base64');
  // Headers end at the first blank line: https://www.rfc-editor.org/rfc/rfc4880#section-6.2
  return body.slice(body.indexOf('\n\n')).replace(/\s+/g, '');
}
