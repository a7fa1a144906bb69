import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ChosenProxy, chooseProxy } from '../../../src/core/choose-proxy.ts';
import { isFailure } from '../../../src/core/failure.ts';

type Variables = Readonly<Record<string, string>>;

function choose(variables: Variables, address = 'https://vault.example:8200') {
  return chooseProxy(new URL(address), variables);
}

function requireProxy(variables: Variables, address?: string): ChosenProxy {
  const proxy = choose(variables, address);
  if (proxy === undefined || isFailure(proxy)) throw new Error('no proxy was chosen');
  return proxy;
}

function name(proxy: ReturnType<typeof choose>): string {
  if (proxy === undefined) return 'none';
  return isFailure(proxy) ? proxy.code : `${proxy.variable} ${proxy.host}:${proxy.port}`;
}

describe('the proxy for an address', () => {
  const both = { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2' };
  const own = { VAULT_PROXY_ADDR: 'http://own:3' };

  it.each<[string, Variables, string, string]>([
    ['no variable', {}, 'https://v', 'none'],
    ['HTTPS_PROXY', both, 'https://v', 'HTTPS_PROXY upper:1'],
    ['https_proxy', { https_proxy: 'http://lower:2' }, 'https://v', 'https_proxy lower:2'],
    ['an empty one', { ...both, HTTPS_PROXY: '' }, 'https://v', 'https_proxy lower:2'],
    ['a blank one', { HTTPS_PROXY: ' ' }, 'https://v', 'none'],
    ['blanks around it', { HTTPS_PROXY: ' http://p:1\n' }, 'https://v', 'HTTPS_PROXY p:1'],
    ['VAULT_PROXY_ADDR', { ...both, ...own }, 'https://v', 'VAULT_PROXY_ADDR own:3'],
    ['VAULT_PROXY_ADDR, exempt', { ...own, NO_PROXY: '*' }, 'https://v', 'VAULT_PROXY_ADDR own:3'],
    ['VAULT_PROXY_ADDR, near', { ...own }, 'https://127.0.0.1', 'VAULT_PROXY_ADDR own:3'],
    ['HTTP_PROXY', { HTTP_PROXY: 'http://p:1', http_proxy: 'http://p:1' }, 'https://v', 'none'],
    ['ALL_PROXY', { ALL_PROXY: 'http://p:1' }, 'https://v', 'none'],
    ['exempt', { ...both, NO_PROXY: 'v' }, 'https://v', 'none'],
    ['exempt by no_proxy', { ...both, no_proxy: 'v' }, 'https://v', 'none'],
    [
      'NO_PROXY first',
      { ...both, NO_PROXY: 'w', no_proxy: 'v' },
      'https://v',
      'HTTPS_PROXY upper:1',
    ],
    ['exempt, the proxy wrong', { HTTPS_PROXY: 'socks5://p', NO_PROXY: 'v' }, 'https://v', 'none'],
    ['localhost', both, 'https://localhost:8200', 'none'],
    ['127.0.0.1', both, 'https://127.0.0.1:8200', 'none'],
    ['127.1.2.3', both, 'https://127.1.2.3', 'none'],
    ['::1', both, 'https://[::1]:8200', 'none'],
    ['localhost.example', both, 'https://localhost.example', 'HTTPS_PROXY upper:1'],
    ['128.0.0.1', both, 'https://128.0.0.1', 'HTTPS_PROXY upper:1'],
    ['http://', { ...both, ...own, HTTP_PROXY: 'http://p:1' }, 'http://127.0.0.1:8200', 'none'],
  ])('%s', (_title, variables, address, expected) => {
    expect(name(choose(variables, address))).toBe(expected);
  });
});

describe('the URL of a proxy', () => {
  it.each([
    ['http://proxy.example:3128', 'proxy.example', 3128, false],
    ['http://proxy.example', 'proxy.example', 80, false],
    ['proxy.example:3128', 'proxy.example', 3128, false],
    ['proxy.example', 'proxy.example', 80, false],
    ['10.0.0.1:3128', '10.0.0.1', 3128, false],
    ['user:password@proxy.example:3128', 'proxy.example', 3128, false],
    ['http://[fd00::1]:3128/', 'fd00::1', 3128, false],
    ['https://proxy.example', 'proxy.example', 443, true],
    ['HTTPS://Proxy.Example:8443', 'proxy.example', 8443, true],
  ])('%s', (text, host, port, isSecure) => {
    expect(requireProxy({ HTTPS_PROXY: text })).toMatchObject({ host, port, isSecure });
  });

  it.each([
    ['http://user:p%40ss%3Aword%25@proxy', 'user:p@ss:word%', 'p@ss:word%'],
    ['http://us%20er:s%C3%BC%C3%9F@proxy', 'us er:süß', 'süß'],
    ['http://only-a-token@proxy', 'only-a-token:', 'only-a-token'],
    ['http://:lonely@proxy', ':lonely', 'lonely'],
    ['user:pass:word@proxy', 'user:pass:word', 'pass:word'],
    ['http://user:colon%3A@proxy', 'user:colon:', 'colon:'],
  ])('holds credentials: %s', (text, credentials, password) => {
    const proxy = requireProxy({ HTTPS_PROXY: text });
    expect(proxy.credentials?.reveal()).toBe(credentials);
    expect(proxy.password.reveal()).toBe(password);
    expect(inspect(proxy, { depth: 9, showHidden: true })).not.toContain(password);
  });

  it.each(['http://proxy', 'http://@proxy', 'http://:@proxy'])('holds none: %s', (text) => {
    expect(requireProxy({ HTTPS_PROXY: text }).credentials).toBeUndefined();
  });

  it.each([
    'socks5://hunter2:canary@proxy:1080',
    'socks5h://canary',
    'socks://canary',
    'ftp://canary',
    'canary://proxy',
    'http://canary:99999',
    'http://user:canary%zz@proxy',
    'http://user:canary%ff@proxy',
    'http://',
    'http:canary',
    'canary with blanks',
    'hunter2:canary',
  ])('is refused by the name of its variable alone: %s', (text) => {
    for (const variable of ['HTTPS_PROXY', 'VAULT_PROXY_ADDR']) {
      const failure = choose({ [variable]: text });
      expect(failure).toMatchObject({ code: 'PARAMETER_INVALID', status: 2 });
      expect(JSON.stringify(failure)).toContain(variable);
      expect(JSON.stringify(failure)).not.toMatch(/canary|hunter2/);
    }
  });
});
