import type { Source } from './sources.ts';

/** Where a secret leaves its wrapper, and for what; a new place belongs here once it is reviewed. */
export const revealingFiles: Readonly<Record<string, string>> = {
  'src/core/oidc-token.ts': "decodes a token's claims",
  'src/core/quoting.ts': 'writes a value as shell text',
  'src/adapters/circleci-api.ts': "sends a person's token to CircleCI",
  'src/adapters/console-report.ts': 'hands a secret to the redactor',
  'src/adapters/http-transport.ts': 'shows the key of the client certificate to Node',
  'src/adapters/node-vault.ts': 'sends tokens to Vault',
  'src/adapters/proxy-tunnel.ts': 'names itself to a proxy',
  'src/adapters/session-files.ts': 'keeps the token of a session',
  'src/adapters/shell-read-back.ts': 'compares a value with what the shell holds',
  'src/adapters/terminal.ts': 'hands a secret to the redactor',
  'src/adapters/tls-settings.ts': 'hands out certificates, which are no secrets',
  'src/adapters/vault-administration.ts': "sends the administrator's token to Vault",
  'src/commands/find-session.ts': 'compares VAULT_TOKEN with the tokens of sessions',
  'src/commands/revoke.ts': 'compares VAULT_TOKEN with the tokens of sessions',
};

interface TextRule {
  /** The files that it binds. */
  readonly binds: RegExp;
  /** What must not be in them. */
  readonly pattern: RegExp;
  /** The rule and where the thing should go; it follows the name of the file. */
  readonly rule: string;
}

const mostLines = 200;
const reveal = /(\.|\[')\s*reveal\b/;

const textRules: readonly TextRule[] = [
  {
    binds: /^src\/(?!(main|installer|cli)\.ts$)/,
    pattern: /\bprocess\s*(\?\.|\.|\[\s*['"`])\s*env\b|\benv\b[^;={}]*\}\s*=\s*process\b/,
    rule: 'reads process.env: src/main.ts, src/installer.ts and src/cli.ts alone do; take the environment as an argument',
  },
  {
    binds: /^src\//,
    pattern: /\bconsole\s*(\?\.|\.|\[)|\}\s*=\s*console\b/,
    rule: 'prints with console: the port Report (src/ports.ts) is the one voice',
  },
  {
    binds: /^src\//,
    pattern: /\bfrom '(node:)?(process|console)'/,
    rule: 'imports a global by another door: take the environment as an argument, print through the port Report',
  },
  {
    // Those are generated.
    binds: /^(src|orb|scripts)\/(?!.*(\.(yml|json)|\/release-digests\.ts)$)/,
    pattern: new RegExp(`^(?:.*\\n){${mostLines + 1}}`),
    rule: `has more than ${mostLines} lines: ask what second thing it does, and give that a file`,
  },
];

/** One sentence for each file whose text breaks a rule. */
export function findWrongTexts(
  sources: readonly Source[],
  revealing: Readonly<Record<string, string>> = revealingFiles,
): string[] {
  const broken = sources.flatMap(({ path, text }) =>
    textRules
      .filter(({ binds, pattern }) => binds.test(path) && pattern.test(text))
      .map(({ rule }) => `${path} ${rule}`),
  );
  const revealed = sources
    .filter(({ path, text }) => path.startsWith('src/') && reveal.test(text))
    .map(({ path }) => path);
  const unnamed = revealed.filter((path) => !Object.hasOwn(revealing, path));
  const stale = Object.keys(revealing).filter((path) => !revealed.includes(path));
  return [
    ...broken,
    ...unnamed.map(
      (path) =>
        `${path} reveals a secret: keep it wrapped, or name the file and its reason in revealingFiles`,
    ),
    ...stale.map((path) => `${path} reveals no secret any more: take it from revealingFiles`),
  ];
}
