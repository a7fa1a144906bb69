import { describe, expect, it } from 'vitest';
import { chooseProxy } from '../../../../src/core/choose-proxy.ts';
import { isFailure } from '../../../../src/core/failure.ts';
import {
  type DownloadFault,
  explainDownload,
} from '../../../../src/core/releases/explain-download.ts';

const chosen = chooseProxy(new URL('https://mirror.test'), {
  HTTPS_PROXY: 'http://ci:hunter2@proxy.test:3128',
});
if (chosen === undefined || isFailure(chosen)) throw new Error('no proxy was chosen');
const proxy = chosen;

const cases: readonly [fault: DownloadFault, code: string, why: RegExp][] = [
  [{ kind: 'error', code: 'ECONNREFUSED' }, 'DOWNLOAD_FAILED', /^nothing listens there/],
  [{ kind: 'error', code: 'EIO' }, 'DOWNLOAD_FAILED', /^the connection failed \(EIO\)$/],
  [{ kind: 'error', code: 'CERT_HAS_EXPIRED' }, 'TLS_FAILED', /^its certificate has expired/],
  [{ kind: 'error', code: 'ECONNREFUSED', proxy }, 'DOWNLOAD_FAILED', /^nothing listens there/],
  [{ kind: 'proxy refused', status: 407, proxy }, 'PROXY_REFUSED', /user name and password/],
  [{ kind: 'proxy refused', status: 502, proxy }, 'PROXY_REFUSED', /could not reach mirror/],
  [{ kind: 'phase too slow', phase: 'x', seconds: 20 }, 'DOWNLOAD_FAILED', /^x took over 20 s$/],
  [{ kind: 'deadline' }, 'TIMED_OUT', /"timeout"/],
  [{ kind: 'redirect', host: 'evil.test', isTemporary: false }, 'REDIRECT_REFUSED', /https:/],
  [{ kind: 'redirect', host: undefined, isTemporary: false }, 'REDIRECT_REFUSED', /https:/],
  [{ kind: 'too many redirects' }, 'REDIRECT_REFUSED', /no more than 5/],
  [{ kind: 'too long', most: 7 }, 'DOWNLOAD_FAILED', /more than the 7 bytes/],
  [{ kind: 'too large', mebibytes: 10 }, 'DOWNLOAD_FAILED', /cannot be read/],
  [{ kind: 'status', status: 403 }, 'DOWNLOAD_FAILED', /status 403/],
  [{ kind: 'status', status: 503 }, 'DOWNLOAD_FAILED', /status 503/],
  [{ kind: 'status', status: 418 }, 'DOWNLOAD_FAILED', /status 418/],
];

describe('what kept a file from coming', () => {
  it.each(cases)('%j', (fault, code, why) => {
    const failure = explainDownload(fault, 'mirror.test');
    expect(failure).toMatchObject({ code, status: 5, why: expect.stringMatching(why) });
    expect(JSON.stringify(failure)).not.toMatch(/hunter2|VAULT_ADDR/);
  });
});
