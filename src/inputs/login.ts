import { type Descriptions, defineInput, Problem } from './input.ts';
import { parsePlainText, parseShape, parseSlashedName } from './texts.ts';

/** As whom to log in, and with which token. */
export const loginInputs = {
  role: defineInput(
    {
      default: '${VAULT_ROLE}',
      remedy: 'set VAULT_ROLE in a context of the job, or give role: the name of a role',
    },
    (text) =>
      parseShape(
        text,
        /^\w([\w.-]{0,253}\w)?$/,
        'it is not the name of a role (letters, digits, "_-."; 255 at most)',
      ),
  ),
  auth_mount: defineInput(
    { default: 'jwt', remedy: 'write the path as "vault auth list" shows it, such as jwt' },
    (text) => {
      const path = parseSlashedName(text);
      if (path instanceof Problem) return path;
      return path.replace(/^auth(\/|$)/, '') || new Problem('it is empty');
    },
  ),
  audience: defineInput(
    { default: '', remedy: 'write one audience, such as https://vault.example.com' },
    parsePlainText,
  ),
} as const;

export const loginDescriptions: Descriptions<typeof loginInputs> = {
  role: 'Role to log in as; empty for the `default_role` of the auth method.',
  auth_mount: 'Path of the JWT auth method, with or without `auth/` in front.',
  audience: 'Audience to mint a token for; empty for the token that CircleCI put into the job.',
};
