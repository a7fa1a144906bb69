import { quoteForShell } from '../../src/core/quoting.ts';

// The tutorial's way to the same two variables: Vault Agent logs in, and a template
// of its makes shell text (https://circleci.com/blog/oidc-with-vault/). Its steps
// that install Vault and envsubst are left out; the files are theirs after envsubst.

const agentConfig = `pid_file = "./pidfile"
exit_after_auth = true
vault {
  address = "$VAULT_ADDR"
  retry {
    num_retries = -1
  }
}
auto_auth {
  method "jwt" {
    exit_on_err = true
    config = {
      role = "$VAULT_ROLE"
      path = ".circleci/vault/token.json"
      remove_jwt_after_reading = false
    }
  }
  sink "file" {
    config = {
      path = "$TMPDIR/vault-token"
    }
  }
}
template_config {
  exit_on_retry_failure = true
}
template {
  source      = ".circleci/vault/secrets.ctmpl"
  destination = ".circleci/vault/setenv"
}
`;

const secretsTemplate = `{{ with secret "secret/circleci-demo/demo-secrets" }}
    export SECRET_DEMO_USERNAME="{{ .Data.data.username }}"
    export SECRET_DEMO_PASSWORD="{{ .Data.data.password }}"
    echo "export SECRET_DEMO_USERNAME=\\"{{ .Data.data.username }}\\"" >> $BASH_ENV
    echo "export SECRET_DEMO_PASSWORD=\\"{{ .Data.data.password }}\\"" >> $BASH_ENV
{{ end }}
`;

/** The steps of the tutorial's job, to run with `standInForVault`. */
export const tutorialSteps: readonly unknown[] = [
  {
    run: {
      name: 'Write the files of the repository',
      command: `mkdir -p .circleci/vault
cat > .circleci/vault/agent.hcl \\<<END
${agentConfig}END
cat > .circleci/vault/secrets.ctmpl \\<<'END'
${secretsTemplate}END
`,
    },
  },
  {
    run: {
      name: 'Auto-authenticate with Vault',
      command: `echo $CIRCLE_OIDC_TOKEN_V2 > .circleci/vault/token.json
vault agent -config=.circleci/vault/agent.hcl`,
    },
  },
  {
    run: {
      name: 'Set Environment Variables from Vault',
      command: 'source .circleci/vault/setenv',
    },
  },
];

/** A `vault` command that is the server's own binary. */
export function standInForVault(binary: string): Readonly<Record<string, string>> {
  return { vault: `#!/bin/sh\nexec ${quoteForShell(binary)} "$@"\n` };
}
