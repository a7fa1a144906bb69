import { outputOptions, parseRoleName, parseUuid, vaultOptions } from './administration.ts';
import { parsePemSource } from './certificate.ts';
import { parseDuration } from './duration.ts';
import { Problem } from './input.ts';
import { loginInputs } from './login.ts';
import { defineFlag, defineText, defineTexts } from './option.ts';
import { keepText, parseSlashedName } from './texts.ts';
import {
  issuerOption,
  parseAudience,
  parseOrigin,
  parsePolicyName,
  parseRef,
  parseSecretPath,
} from './trust.ts';

const uuidRemedy = 'copy it from CircleCI: it is a UUID';

/** What `setup` is told. */
export const setupOptions = {
  ...vaultOptions,
  'organization-id': defineText(
    {
      description: "id of the project's organization (CircleCI: Organization Settings)",
      placeholder: 'uuid',
      variable: 'CIRCLE_ORGANIZATION_ID',
      remedy: 'copy it from Organization Settings > Overview in CircleCI',
    },
    parseUuid,
  ),
  'project-id': defineText(
    {
      description: 'id of the project whose jobs may log in (CircleCI: Project Settings)',
      placeholder: 'uuid',
      variable: 'CIRCLE_PROJECT_ID',
      remedy: 'copy it from Project Settings > Overview in CircleCI',
    },
    parseUuid,
  ),
  role: defineText(
    {
      description: 'role to make; jobs log in as it',
      placeholder: 'name',
      variable: 'VAULT_ROLE',
      remedy: 'name the role, such as --role deploy',
    },
    parseRoleName,
  ),
  policy: defineText(
    {
      description: "policy to make; left out, of the role's name",
      placeholder: 'name',
      default: '',
      remedy: 'name a policy of its own for the role',
    },
    parsePolicyName,
  ),
  config: defineText(
    {
      description: 'CircleCI config whose vault-oidc steps tell what the role may read',
      placeholder: 'file',
      default: '',
      remedy: 'give the path of a config, such as .circleci/config.yml',
    },
    keepText,
  ),
  read: defineTexts(
    {
      description: 'secret that the role may read, such as secret/app/db',
      placeholder: 'path',
      remedy: 'write the path as in a reference: <mount>/<path of the secret>',
    },
    parseSecretPath,
  ),
  context: defineTexts(
    {
      description: 'id of a context; a job must have one of those given',
      placeholder: 'uuid',
      remedy: uuidRemedy,
    },
    parseUuid,
  ),
  'vcs-origin': defineTexts(
    {
      description: 'repository that the job must be of, such as github.com/acme/app',
      placeholder: 'origin',
      remedy: 'write it as CircleCI does, such as github.com/acme/app',
    },
    parseOrigin,
  ),
  'vcs-ref': defineTexts(
    {
      description:
        'branch (main), or ref (refs/tags/v1.0), that the job must be of; * for any text',
      placeholder: 'ref',
      remedy: 'name a branch, or a whole ref such as refs/heads/main',
    },
    parseRef,
  ),
  'pipeline-definition': defineTexts(
    {
      description: 'id of a pipeline definition that the job must be of',
      placeholder: 'uuid',
      remedy: uuidRemedy,
    },
    parseUuid,
  ),
  audience: defineText(
    {
      description: "audience of the jobs' tokens; left out, CircleCI's own (the organization's id)",
      placeholder: 'text',
      default: '',
      remedy: "give what the jobs give as the orb's audience",
    },
    parseAudience,
  ),
  'allow-ssh-reruns': defineFlag('let jobs in that somebody runs again with SSH'),
  mount: defineText(
    {
      description: 'mount of the JWT method, to make or to use',
      placeholder: 'path',
      default: loginInputs.auth_mount.default,
      remedy: loginInputs.auth_mount.remedy,
    },
    loginInputs.auth_mount.parse,
  ),
  'token-ttl': defineText(
    {
      description: "life of the jobs' Vault tokens, 1h at most",
      placeholder: 'duration',
      default: '15m',
      remedy: 'write a duration such as 10m',
    },
    parseDuration,
  ),
  issuer: issuerOption,
  'issuer-ca': defineText(
    {
      description: "authorities of the issuer's certificate: PEM text, base64 of PEM, or a path",
      placeholder: 'pem',
      default: '',
      remedy: 'give PEM text, base64 of PEM, or the path of a PEM file',
    },
    parsePemSource,
  ),
  replace: defineFlag(
    "write over what others made or narrowed: a policy, a role, the method's issuer",
  ),
  'kv-mount': defineText(
    {
      description: 'mount of a KV version 2 engine to make, where it is not there yet',
      placeholder: 'path',
      default: '',
      remedy: 'write the mount as Vault lists it, such as secret',
    },
    parseSlashedName,
  ),
  'demo-secret': defineFlag(
    "make the tutorial's secret, where it is not there yet, with DEMO_PASSWORD or a random password",
  ),
  apply: defineFlag('write what is missing or different; without it, nothing is written'),
  as: defineText(
    {
      description: 'print what is to be there as vault-commands, terraform or json',
      placeholder: 'form',
      default: '',
      remedy: 'give vault-commands, terraform or json',
    },
    parseForm,
  ),
  ...outputOptions,
} as const;

function parseForm(text: string): 'vault-commands' | 'terraform' | 'json' | undefined | Problem {
  switch (text) {
    case '':
      return undefined;
    case 'vault-commands':
    case 'terraform':
    case 'json':
      return text;
    default:
      return new Problem('there is no such form');
  }
}
