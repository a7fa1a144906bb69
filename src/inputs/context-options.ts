import { parseAddress } from './address.ts';
import { outputOptions, parseRoleName, parseUuid } from './administration.ts';
import { circleCiOptions, parseContextName } from './circleci-options.ts';
import { Problem } from './input.ts';
import { defineFlag, defineText, defineTexts } from './option.ts';
import { parsePlainText, parseShape, parseSlashedName } from './texts.ts';

/** What `context` is told. */
export const contextOptions = {
  name: defineText(
    {
      description: 'name of the context, as configs give it to jobs',
      placeholder: 'name',
      remedy: 'name the context, such as --name circleci-vault-demo',
    },
    parseContextName,
  ),
  'organization-id': defineText(
    {
      description: 'id of the organization that owns it (CircleCI: Organization Settings)',
      placeholder: 'uuid',
      variable: 'CIRCLE_ORGANIZATION_ID',
      default: '',
      remedy: 'copy it from Organization Settings > Overview in CircleCI',
    },
    (text) => (text.trim() === '' ? '' : parseUuid(text)),
  ),
  'owner-slug': defineText(
    {
      description: 'the same by its slug, such as gh/acme',
      placeholder: 'slug',
      default: '',
      remedy: 'write it as Organization Settings > Overview shows it, such as gh/acme',
    },
    (text) => parseShape(text, /^\w[\w-]*\/\w[\w.-]*$/, 'it is not a slug such as gh/acme'),
  ),
  'vault-address': defineText(
    {
      description: 'address of Vault or OpenBao for the jobs',
      placeholder: 'url',
      variable: 'VAULT_ADDR',
      remedy: 'set VAULT_ADDR, or give --vault-address https://…',
    },
    parseAddress,
  ),
  'vault-role': defineText(
    {
      description: 'role that the jobs log in as',
      placeholder: 'name',
      variable: 'VAULT_ROLE',
      remedy: 'name the role that setup made, such as --vault-role deploy',
    },
    parseRoleName,
  ),
  'vault-namespace': defineText(
    {
      description: 'namespace of the role; left out, none',
      placeholder: 'path',
      variable: 'VAULT_NAMESPACE',
      default: '',
      remedy: 'write the namespace as Vault lists it, such as team/app',
    },
    parseSlashedName,
  ),
  'project-id': defineTexts(
    {
      description: 'id of a project whose jobs may use it (CircleCI: Project Settings)',
      placeholder: 'uuid',
      remedy: 'copy it from Project Settings > Overview in CircleCI',
    },
    parseUuid,
  ),
  branch: defineText(
    {
      description: 'branch that the jobs must be of',
      placeholder: 'name',
      default: '',
      remedy: 'name one branch, such as --branch main',
    },
    parsePlainText,
  ),
  'forbid-ssh-reruns': defineFlag('keep it from jobs that somebody runs again with SSH'),
  'forbid-inline-configs': defineFlag('keep it from pipelines whose config came with the request'),
  expression: defineText(
    {
      description: 'what else must hold, as an expression over pipeline values',
      placeholder: 'expression',
      default: '',
      remedy:
        'write it as CircleCI\'s page on contexts does, such as pipeline.git.branch == "main"',
    },
    parseExpression,
  ),
  apply: defineFlag('write what the plan shows; without it nothing is changed'),
  as: defineText(
    {
      description: 'print it in another form instead: circleci-commands',
      placeholder: 'form',
      default: '',
      remedy: 'write --as circleci-commands, or leave it out',
    },
    (text) =>
      text === '' || text === 'circleci-commands' ? text : new Problem('it is no form known here'),
  ),
  ...circleCiOptions,
  ...outputOptions,
} as const;

/** Blanks and newlines count as one blank there; quotes and parentheses must be closed. */
function parseExpression(text: string): string | Problem {
  const expression = text.trim().replace(/\s*\n\s*/g, ' ');
  const bare = expression.replace(/"(?:\\.|[^"\\])*"/g, '');
  if (bare.includes('"')) return new Problem('a quote in it is not closed');
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? parsePlainText(expression) : new Problem('its parentheses do not match');
}
