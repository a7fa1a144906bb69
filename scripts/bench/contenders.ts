import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tutorialSteps } from '../../test/support/tutorial-agent.ts';
import { readOrb } from '../../test/support/vault-jobs.ts';
import { type BenchSecret, benchKey } from './bench-secrets.ts';
import { compileLoadSecrets, compileRuns } from './compile-load-secrets.ts';
import type { ProcessRun } from './measure-process.ts';
import type { ContenderName } from './results.ts';
import { prepareInShell, type RunPlace } from './run-place.ts';

/** One way to get the secrets; makes the place ready and says what is then to be measured. */
export type Contender = (secrets: readonly BenchSecret[], place: RunPlace) => ProcessRun;

// Read once: a build that goes on meanwhile must not mix two orbs.
const orb = readOrb();

/** The ways that are compared. */
export const contenders: Readonly<Record<ContenderName, Contender>> = {
  'load-secrets': (secrets, place) => {
    const { command, environment } = compileLoadSecrets(secrets, orb);
    return runStep(command, place, environment);
  },

  // The tutorial's job with its files in place: neither the download of Vault nor
  // envsubst and its installation are counted, and its two steps share one shell.
  'bao agent': (secrets, place) => {
    const [writeFiles = '', ...commands] = compileRuns(tutorialSteps, orb).map(
      ({ command }) => command,
    );
    prepareInShell(place, writeFiles);
    const template = join(place.directory, '.circleci', 'vault', 'secrets.ctmpl');
    writeFileSync(template, secrets.map(printTemplate).join(''));
    return runStep(commands.join('\n'), place);
  },

  'curl + jq': (secrets, place) => {
    const calls = secrets.map(({ path, variable }) => `load ${path} ${variable}\n`);
    return runStep(curlScript + calls.join(''), place);
  },
};

/** Node's start and end, which no program that runs in Node can be faster than. */
export function prepareBareNode({ directory, environment }: RunPlace): ProcessRun {
  return { program: process.execPath, arguments: ['-e', '0'], environment, directory };
}

/** A step in a fresh shell, as CircleCI starts one. */
function runStep(
  command: string,
  { directory, environment }: RunPlace,
  own: Readonly<Record<string, string>> = {},
): ProcessRun {
  return {
    program: '/bin/bash',
    arguments: ['-eo', 'pipefail', '-c', command],
    environment: { ...environment, ...own },
    directory,
  };
}

/** The tutorial's template for one secret. */
function printTemplate({ path, variable }: BenchSecret): string {
  const value = `{{ .Data.data.${benchKey} }}`;
  return `{{ with secret "secret/${path}" }}
    export ${variable}="${value}"
    echo "export ${variable}=\\"${value}\\"" >> $BASH_ENV
{{ end }}
`;
}

const curlScript = `token=$(curl --fail --silent --show-error \\
  --data "{\\"role\\": \\"$VAULT_ROLE\\", \\"jwt\\": \\"$CIRCLE_OIDC_TOKEN_V2\\"}" \\
  "$VAULT_ADDR/v1/auth/jwt/login" | jq -er .auth.client_token)
load() {
  value=$(curl --fail --silent --show-error --header "X-Vault-Token: $token" \\
    "$VAULT_ADDR/v1/secret/data/$1" | jq -er .data.data.${benchKey})
  echo "export $2='$value'" >> "$BASH_ENV"
}
`;
