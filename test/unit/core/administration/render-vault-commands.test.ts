import { describe, expect, it } from 'vitest';
import { renderVaultCommands } from '../../../../src/core/administration/render-vault-commands.ts';
import type { Resource } from '../../../../src/core/administration/resource.ts';
import { Secret } from '../../../../src/core/secret.ts';

const secret = (values: Extract<Resource, { kind: 'secret' }>['values']): Resource => ({
  kind: 'secret',
  mount: 'kv',
  path: 'a b/c',
  values,
});

describe('lines for a shell', () => {
  it('hold each document between words that it does not hold', () => {
    const text = 'path "x" {\nEOF\nEOF_\n}';
    expect(renderVaultCommands([{ kind: 'policy', name: 'p', text }], '')).toContain(
      `vault policy write p - <<'EOF__'\n${text}\nEOF__\n`,
    );
  });

  it('name the namespace, and none for the root', () => {
    const policy: Resource = { kind: 'policy', name: 'p', text: 'path "x" {}' };
    expect(renderVaultCommands([policy], "team/o'brien")).toContain(
      "\nexport VAULT_NAMESPACE='team/o'\\''brien'\n",
    );
    expect(renderVaultCommands([policy], '')).not.toContain('VAULT_NAMESPACE');
  });

  it('quote what the shell would take apart', () => {
    expect(renderVaultCommands([{ kind: 'auth method', mount: "it's $x" }], '')).toContain(
      "vault auth enable -path='it'\\''s $x' jwt\n",
    );
  });

  it('hold no comment, and stay within a remark, whatever a thing is called', () => {
    const text = renderVaultCommands([{ kind: 'policy', name: 'p\nrm -r x', text: '' }], '');
    expect(text).toContain(`\n: 'policy "p rm -r x"'\n`);
    expect(text).not.toMatch(/^#/m);
    expect(text).toContain("vault policy write 'p\nrm -r x' - <<");
  });

  it("quote what zsh would take for a command's path", () => {
    expect(renderVaultCommands([{ kind: 'policy', name: '=ls', text: '' }], '')).toContain(
      "vault policy write '=ls' -",
    );
  });

  it('put plain values into a document, and never over what is there', () => {
    expect(renderVaultCommands([secret({ user: '-' })], '')).toContain(
      `vault kv put -cas=0 -mount=kv 'a b/c' - <<'EOF'\n{\n  "user": "-"\n}\nEOF\n`,
    );
  });

  it('take concealed values, and those that look like a file, from standard input', () => {
    const values = {
      user: 'me & you',
      'pass.word': new Secret('hunter2-hunter2'),
      pass_word: new Secret('hunter2-hunter2'),
      at: '@/etc/passwd',
    };
    const text = renderVaultCommands([secret(values)], '');
    expect(text.includes('hunter2'), 'the value').toBe(false);
    expect(text).toContain(`: "\${SECRET_PASS_WORD:?set it to the value of the key}" &&
  printf %s "$SECRET_PASS_WORD" |
  vault kv put -cas=0 -mount=kv 'a b/c' 'user=me & you' pass.word=-
: "\${SECRET_PASS_WORD_2:?set it to the value of the key}" &&
  printf %s "$SECRET_PASS_WORD_2" |
  vault kv patch -mount=kv 'a b/c' pass_word=-
printf %s @/etc/passwd |
  vault kv patch -mount=kv 'a b/c' at=-
`);
  });
});
