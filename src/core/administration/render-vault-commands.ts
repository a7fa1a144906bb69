import { type JsonObject, stringifyJson } from '../json.ts';
import { toOneLine } from '../plain-text.ts';
import { quoteForShell, quoteWord } from '../quoting.ts';
import { Secret } from '../secret.ts';
import { nameResource, type Resource } from './resource.ts';
import { nameSecretVariables, type SecretVariable } from './secret-variables.ts';

/**
 * The resources of a namespace, empty for the root, as lines of a POSIX shell, for Vault's own command. Every document
 * goes through standard input as it is; a concealed value comes from a variable and
 * is never an argument.
 */
export function renderVaultCommands(resources: readonly Resource[], namespace: string): string {
  const variables = nameSecretVariables(resources);
  const parts = resources.map(
    (resource) =>
      renderRemark(nameResource(resource)) +
      renderResource(resource, variables.get(resource) ?? []),
  );
  const place = namespace === '' ? [] : [`export VAULT_NAMESPACE=${quoteWord(namespace)}\n`];
  return [header, ...place, ...parts].join('\n');
}

const header =
  renderRemark('for the server in VAULT_ADDR, with the token of "vault login"') +
  renderRemark('OpenBao takes the same lines after: vault() { bao "$@"; }');

/** A line that does nothing. No comment: zsh takes none at its prompt, and a quote in one would open. */
function renderRemark(text: string): string {
  return `: ${quoteForShell(toOneLine(text))}\n`;
}

function renderResource(resource: Resource, variables: readonly SecretVariable[]): string {
  switch (resource.kind) {
    case 'secrets engine':
      return `vault secrets enable -path=${quoteWord(resource.mount)} -version=2 kv\n`;
    case 'auth method':
      return `vault auth enable -path=${quoteWord(resource.mount)} jwt\n`;
    case 'policy':
      return addDocument(`vault policy write ${quoteWord(resource.name)} -`, resource.text);
    case 'auth config':
      return writeFields(`auth/${resource.mount}/config`, resource.fields);
    case 'role':
      return writeFields(`auth/${resource.mount}/role/${resource.name}`, resource.fields);
    case 'secret':
      return putSecret(resource, variables);
  }
}

function writeFields(path: string, fields: JsonObject): string {
  return addDocument(`vault write ${quoteWord(path)} -`, formatJson(fields));
}

/**
 * A document where nothing is concealed. Else the command's arguments name the values,
 * and those that are concealed, or that Vault's command would not take as they are, come
 * from standard input: one a command. `-cas=0` keeps it from writing over what is there.
 */
function putSecret(
  { mount, path, values }: Extract<Resource, { kind: 'secret' }>,
  variables: readonly SecretVariable[],
): string {
  const place = `-mount=${quoteWord(mount)} ${quoteWord(path)}`;
  const put = `vault kv put -cas=0 ${place}`;
  if (variables.length === 0) return addDocument(`${put} -`, formatJson(values));
  const plain = Object.entries(values).flatMap(([key, value]) =>
    value instanceof Secret ? [] : [{ key, value }],
  );
  const isPiped = ({ value }: { readonly value: string }): boolean => /^([@\\]|-$)/.test(value);
  const piped = [
    ...variables.map(({ key, variable }) => ({
      key,
      source: `"$${variable}"`,
      // Asked apart from the pipe, whose other side would run all the same.
      check: `: "\${${variable}:?set it to the value of the key}" &&\n  `,
    })),
    ...plain
      .filter(isPiped)
      .map(({ key, value }) => ({ key, source: quoteWord(value), check: '' })),
  ];
  const stated = plain
    .filter((one) => !isPiped(one))
    .map(({ key, value }) => ` ${quoteWord(`${key}=${value}`)}`);
  return piped
    .map(({ key, source, check }, index) => {
      const command = index === 0 ? put + stated.join('') : `vault kv patch ${place}`;
      return `${check}printf %s ${source} |\n  ${command} ${quoteWord(`${key}=-`)}\n`;
    })
    .join('');
}

/** The command with a text as its standard input; the text ends with a newline. */
function addDocument(command: string, text: string): string {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  const lines = body.split('\n');
  let end = 'EOF';
  while (lines.includes(end)) end += '_';
  return `${command} <<'${end}'\n${body}${end}\n`;
}

function formatJson(fields: JsonObject): string {
  return JSON.stringify(JSON.parse(stringifyJson(fields)), undefined, 2);
}
