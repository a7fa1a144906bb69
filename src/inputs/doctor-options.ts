import { outputOptions, parseRoleName, parseUuid, vaultOptions } from './administration.ts';
import type { Problem } from './input.ts';
import { loginInputs } from './login.ts';
import { defineFlag, defineText, defineTexts } from './option.ts';
import { keepText } from './texts.ts';
import { issuerOption } from './trust.ts';

/** What `doctor` is told. */
export const doctorOptions = {
  ...vaultOptions,
  role: {
    ...defineTexts(
      {
        description: 'role to judge; left out, every role of the mount',
        placeholder: 'name',
        remedy: 'name a role as "vault list auth/jwt/role" shows it',
      },
      parseRoleName,
    ),
    variable: 'VAULT_ROLE',
  },
  mount: defineText(
    {
      description: 'mount of the JWT method',
      placeholder: 'path',
      default: loginInputs.auth_mount.default,
      remedy: loginInputs.auth_mount.remedy,
    },
    loginInputs.auth_mount.parse,
  ),
  'organization-id': defineText(
    {
      description: 'id of the organization whose jobs are to get in',
      placeholder: 'uuid',
      variable: 'CIRCLE_ORGANIZATION_ID',
      default: '',
      remedy: 'copy it from Organization Settings > Overview in CircleCI',
    },
    parseOptionalUuid,
  ),
  issuer: issuerOption,
  'project-id': defineText(
    {
      description: 'id of the project whose jobs are to get in',
      placeholder: 'uuid',
      variable: 'CIRCLE_PROJECT_ID',
      default: '',
      remedy: 'copy it from Project Settings > Overview in CircleCI',
    },
    parseOptionalUuid,
  ),
  config: defineText(
    {
      description: 'CircleCI config whose vault-oidc steps the roles must let read',
      placeholder: 'file',
      default: '',
      remedy: 'give the path of a config, such as .circleci/config.yml',
    },
    keepText,
  ),
  'token-file': defineText(
    {
      description: "file with an OIDC token to hold against the roles; left out, the job's own",
      placeholder: 'file',
      default: '',
      remedy: 'give the path of a file that holds a token',
    },
    keepText,
  ),
  audience: defineText(
    {
      description:
        "in a job: hold a token against the roles that is minted for this audience, as the orb's own audience is",
      placeholder: 'text',
      default: '',
      remedy: loginInputs.audience.remedy,
    },
    loginInputs.audience.parse,
  ),
  job: defineFlag('judge this machine as a job; left out, where CIRCLECI is true'),
  ...outputOptions,
} as const;

function parseOptionalUuid(text: string): string | undefined | Problem {
  return text === '' ? undefined : parseUuid(text);
}
