import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { trimNodeVault } from '../../../scripts/trim-node-vault.ts';

const source = readFileSync(`${root}node_modules/node-vault/src/index.js`, 'utf8');

describe('node-vault without what the helper never reaches', () => {
  it('keeps what it calls, and its own HTTP stack is gone', () => {
    const trimmed = trimNodeVault(source);
    for (const kept of [
      'client.read =',
      'client.write =',
      'client.request =',
      'handleVaultResponse',
    ]) {
      expect(trimmed).toContain(kept);
    }
    expect(trimmed).not.toMatch(/axios\.create|new https\.Agent|setTimeout|tokenRenewSelf/);
  });

  it('is not made from a version that has another shape', () => {
    expect(() => trimNodeVault(source.replace('client.list =', 'client.enumerate ='))).toThrow(
      'see what of it the helper needs',
    );
  });
});
