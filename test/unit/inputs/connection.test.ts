import { describe, expect, it } from 'vitest';
import { transportInputs } from '../../../src/inputs/connection.ts';
import { Problem } from '../../../src/inputs/input.ts';

const { parse } = transportInputs.tls_server_name;

describe('the name that the server has to show', () => {
  it.each(['', 'vault.example.com', 'localhost', 'vault_1', '1.vault.test', '10.vault', '1a'])(
    'may be %j',
    (text) => {
      expect(parse(text)).toBe(text);
    },
  );

  // Node gives no IP address as a server name (RFC 6066, section 3), and warns of it.
  it.each(['127.0.0.1', '10.0.0.1', '127.1', '2130706433', '::1', '[::1]', 'fe80::1'])(
    'may not be the address %s',
    (text) => {
      expect(parse(text)).toEqual(new Problem('it is not a host name (an IP address is none)'));
    },
  );

  it.each(['a..b', '.a', 'a.', 'a b', 'https://v', 'v:8200', 'a\nb'])('may not be %j', (text) => {
    expect(parse(text)).toBeInstanceOf(Problem);
  });
});
