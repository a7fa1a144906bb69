import { startOpenBao } from './openbao/server.ts';

/** A certificate for a server of this machine, from an authority of its own; PEM texts. */
export interface ServerCertificate {
  readonly authority: string;
  readonly cert: string;
  readonly key: string;
}

/** Lets an OpenBao server of its own be the authority that issues one for 127.0.0.1. */
export async function issueServerCertificate(): Promise<ServerCertificate> {
  await using server = await startOpenBao();
  await server.write('sys/mounts/pki', { type: 'pki' });
  await server.write('pki/root/generate/internal', { common_name: 'Test', key_type: 'ec' });
  await server.write('pki/roles/local', { key_type: 'ec', require_cn: false });
  const issued = await server.write('pki/issue/local', { ip_sans: '127.0.0.1', ttl: '1h' });
  const { data } = { data: {}, ...Object(issued) };
  return { authority: data.issuing_ca, cert: data.certificate, key: data.private_key };
}
