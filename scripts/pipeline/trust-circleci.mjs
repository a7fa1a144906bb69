// Makes the OpenBao server at VAULT_ADDR trust the issuer of this organization's tokens,
// lets jobs of this project alone log in, and stores the secret that they load.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const {
  VAULT_ADDR: address,
  VAULT_ROLE: role,
  BAO_DEV_ROOT_TOKEN_ID: token = '',
  CIRCLE_ORGANIZATION_ID: organization,
  CIRCLE_PROJECT_ID: project,
  OIDC_ISSUER: issuer = `https://oidc.circleci.com/org/${organization}`,
} = process.env;
const longestStartMs = 300_000;

async function write(path, body) {
  const answer = await fetch(`${address}/v1/${path}`, {
    method: 'POST',
    headers: { 'X-Vault-Token': token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function isServing() {
  try {
    return (await fetch(`${address}/v1/sys/health`)).status === 200;
  } catch {
    return false;
  }
}

for (const deadline = Date.now() + longestStartMs; !(await isServing()); await sleep(250)) {
  if (Date.now() > deadline) throw new Error(`no server at ${address}`);
}
await write('sys/auth/jwt', { type: 'jwt' });
await write('auth/jwt/config', {
  oidc_discovery_url: issuer,
  bound_issuer: issuer,
  jwt_supported_algs: ['RS256'],
});
await write('sys/policies/acl/pipeline', {
  policy: 'path "secret/data/pipeline" { capabilities = ["read"] }',
});
await write(`auth/jwt/role/${role}`, {
  role_type: 'jwt',
  bound_audiences: [organization],
  bound_claims_type: 'string',
  bound_claims: { 'oidc.circleci.com/project-id': project },
  user_claim: 'oidc.circleci.com/project-id',
  token_policies: ['pipeline'],
  token_ttl: '10m',
});
const data = JSON.parse(readFileSync(new URL('secret.json', import.meta.url), 'utf8'));
await write('secret/data/pipeline', { data });
console.log(`${address} trusts ${issuer}`);
