import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createDownloadAgents } from '../../../src/adapters/download-agents.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Report } from '../../../src/ports.ts';

const concealed: Secret<string>[] = [];
const report: Report = {
  tell: () => undefined,
  note: () => undefined,
  fail: () => undefined,
  conceal: (secret) => concealed.push(secret),
  explainDelay: () => undefined,
  during: (_activity, work) => work,
};
const url = new URL('https://releases.test/vault');

describe('what a download trusts', () => {
  it('is what Node trusts, where no authority is given', () => {
    expect(createDownloadAgents(undefined, {}, report)(url).options.ca).toBeUndefined();
  });

  it("is the given authority beside Node's list and NODE_EXTRA_CA_CERTS", () => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-agents-'));
    const file = join(directory, 'extra.pem');
    writeFileSync(file, 'EXTRA');
    const environment = { NODE_EXTRA_CA_CERTS: file };
    const { ca } = createDownloadAgents('OWN', environment, report)(url).options;
    rmSync(directory, { recursive: true });
    const isWhole = [...rootCertificates, 'OWN', 'EXTRA'].every((pem) => ca?.includes(pem));
    expect(isWhole).toBe(true);
  });

  it('is not less where NODE_EXTRA_CA_CERTS names no file', () => {
    const environment = { NODE_EXTRA_CA_CERTS: '/none' };
    const { ca } = createDownloadAgents('OWN', environment, report)(url).options;
    expect(ca).toHaveLength(rootCertificates.length + 1);
  });

  it('is always checked, in TLS 1.2 or newer', () => {
    expect(createDownloadAgents('OWN', {}, report)(url).options).toMatchObject({
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    });
  });
});

describe('the proxy of a download', () => {
  it('is refused when it cannot be used', () => {
    const createAgent = createDownloadAgents(undefined, { HTTPS_PROXY: 'socks5://x' }, report);
    expect(() => createAgent(url)).toThrow('PARAMETER_INVALID');
  });

  it('has its password concealed', () => {
    const environment = { HTTPS_PROXY: 'http://ci:hunter2@proxy.test' };
    createDownloadAgents(undefined, environment, report)(url);
    expect(concealed.map((secret) => secret.reveal())).toEqual(['hunter2']);
  });
});
