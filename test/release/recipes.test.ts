import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/bundle-helper.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { startAnsweringServer } from '../support/answering-server.ts';
import { startContextsApi } from '../support/contexts-api.ts';
import { startFaultyServer } from '../support/faulty-server.ts';
import { grantReading, trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { listAccessors } from '../support/openbao/tokens.ts';
import { listBlocks, pasteRecipe, type RecipeWish, runRecipe } from '../support/recipes.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import type { JobResult } from '../support/runner/run-job.ts';
import { issueServerCertificate } from '../support/server-certificate.ts';
import { readOrb, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const guide = readFileSync(`${root}docs/recipes.md`, 'utf8');
const password = `it's "quoted" $HOME \`id\` \\`;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server } = jobs;
  await server.write('secret/data/app/db', { data: { password } });
  await server.write('secret/data/app/registry', { data: { username: 'robot', password } });
  await server.write('secret/data/app/npm', { data: { token: 'npm-token' } });
  await server.write('secret/data/app/tls', { data: { certificate: 'a certificate' } });
});
afterAll(() => jobs.stop());

function run(heading: string, wish: RecipeWish): Promise<JobResult> {
  return runRecipe(heading, jobs, wish);
}

/** What went wrong first, and what was printed then; undefined when nothing did. */
function findFault({ steps }: JobResult): string | undefined {
  const failed = steps.find(({ status }) => status === 'failed');
  return failed && `${failed.name}: ${failed.output}`;
}

function readOutput({ steps }: JobResult): string {
  return steps.map(({ output }) => output).join('');
}

// A program of the recipe that shows whether the password came in whole.
const showPassword = (variable: string): string => `#!/bin/sh
[ "$${variable}" = "$EXPECTED" ] && echo 'the password is whole'
`;
const expected = { EXPECTED: password };
const serverCli = '#!/bin/sh\nexec "$SERVER_BINARY" "$@"\n';

describe('every recipe', () => {
  it('has one config, and is in the list at the top', () => {
    const recipes = [...listBlocks('yaml')];
    expect(recipes.length).toBeGreaterThan(8);
    expect(recipes.filter(([, configs]) => configs.length !== 1)).toEqual([]);
    const anchors = recipes.map(([heading]) => `#${heading.toLowerCase().replaceAll(' ', '-')}`);
    expect([...guide.matchAll(/^- \[.*\]\((#.*)\)$/gm)].map(([, link]) => link)).toEqual(anchors);
  });

  it.each(
    ['recipes.md', 'migrating.md'].flatMap((document) =>
      [...listBlocks('yaml', document)].flatMap(([heading, configs]) =>
        configs.map((config) => [document, heading, config] as const),
      ),
    ),
  )('is compiled with the orb: %s, %s', (_document, _heading, config) => {
    for (const job of listJobs(config)) {
      const { steps } = compileJob({ config, orbs: { [qualifiedOrbName]: readOrb() }, job });
      expect(steps.filter(({ kind }) => kind === 'run').length).toBeGreaterThan(1);
    }
  });
});

/** The jobs that the workflow of a config runs, by the names they have there. */
function listJobs(config: string): string[] {
  const { workflows } = parse(config, { version: '1.1' });
  const jobs: readonly unknown[] = workflows.main.jobs;
  return jobs.flatMap((job) => {
    if (typeof job === 'string') return [job];
    return Object.entries(Object(job)).flatMap(([reference, settings]) => {
      const { type, name = reference } = Object(settings);
      return type === 'approval' ? [] : [String(name)];
    });
  });
}

describe('the recipe', () => {
  it('Terraform gives it a session that works, and its variable', async () => {
    const before = await listAccessors(jobs.server);
    const result = await run('Terraform', {
      environment: expected,
      standIns: {
        terraform: `${showPassword('TF_VAR_db_password')}"$SERVER_BINARY" token lookup >/dev/null && echo "$1 with a session"\n`,
      },
    });
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toMatch(/init with a session[\s\S]*whole\napply with a session/);
    expect(await listAccessors(jobs.server)).toEqual(before);
  });

  it('Docker login gives the password on standard input alone', async () => {
    const result = await run('Docker login', {
      environment: expected,
      standIns: {
        docker: `#!/bin/sh
echo "docker $*"
if [ "$1" = login ] && [ "$(cat)" = "$EXPECTED" ]; then echo 'the password is whole'; fi
`,
      },
    });
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toContain(
      'docker login --username robot --password-stdin registry.example.com\nthe password is whole',
    );
    expect(readOutput(result)).not.toContain(password);
  });

  it('npm publish sends the token, which no file holds', async () => {
    await using registry = await startAnsweringServer(() => ({ status: 200, body: '{}' }));
    const host = registry.origin.replace('http://', '');
    const result = await run('npm publish', {
      replace: { 'https://npm.example.com': registry.origin, 'npm.example.com': host },
      files: { 'package.json': '{ "name": "app", "version": "1.0.0" }' },
    });
    expect(findFault(result)).toBeUndefined();
    const published = registry.requests.find(({ method }) => method === 'PUT');
    expect(published).toMatchObject({
      path: '/app',
      headers: { authorization: 'Bearer npm-token' },
    });
  });

  it('An SSH key hands a key of several lines to the agent', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    try {
      const file = join(directory, 'key');
      execFileSync('ssh-keygen', [
        '-q',
        '-t',
        'ed25519',
        '-N',
        '',
        '-C',
        'of-the-recipe',
        '-f',
        file,
      ]);
      await jobs.server.write('secret/data/app/ssh', {
        data: {
          private_key: readFileSync(file, 'utf8'),
          known_hosts: 'app.example.com ssh-ed25519 AAAA',
        },
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
    const result = await run('An SSH key', {
      standIns: { ssh: '#!/bin/sh\necho "ssh $*"\ncat ~/.ssh/known_hosts\nssh-add -l\n' },
    });
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toContain(
      'ssh -o BatchMode=yes deploy@app.example.com ./release.sh\napp.example.com ssh-ed25519 AAAA',
    );
    expect(readOutput(result)).toMatch(/SHA256:\S+ of-the-recipe \(ED25519\)/);
  });

  it('One context for each environment keeps production for its context', async () => {
    const heading = 'One context for each environment';
    const { issuer } = jobs;
    const [block = ''] = listBlocks('sh').get(heading) ?? [];
    await using api = await startContextsApi(issuer);
    for (const command of block.split('\n\n')) {
      const pasted = await pasteRecipe(command, heading, jobs, api);
      expect(pasted).toMatchObject({ exitStatus: 0 });
    }
    const context = api.contexts[0]?.id ?? '';
    const deploy = async (job: string, contexts: readonly string[]): Promise<JobResult> =>
      run(heading, {
        job,
        environment: {
          ...expected,
          VAULT_ROLE: 'production',
          CIRCLE_OIDC_TOKEN_V2: await issuer.sign({ claims: { 'context-ids': contexts } }),
        },
        files: { 'deploy.sh': showPassword('DB_PASSWORD') },
      });
    const allowed = await deploy('deploy-production', ['another', context]);
    expect(findFault(allowed)).toBeUndefined();
    expect(readOutput(allowed)).toContain('the password is whole');
    const refused = await deploy('deploy-staging', ['another']);
    expect(findFault(refused)).toContain('LOGIN_CLAIMS_REFUSED');
  });

  it('A private certificate authority and a namespace reaches both', async () => {
    const { server, issuer } = jobs;
    const { authority, cert, key } = await issueServerCertificate();
    await using front = await startFaultyServer({
      findFault: () => undefined,
      origin: server.address,
      tls: { cert, key },
    });
    const team = await createNamespace(server, 'team-a');
    await trustIssuer(team, issuer);
    await writeRole(team, issuer);
    await team.write('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
    await team.write('secret/data/app/db', { data: { password } });
    const wish = {
      replace: { 'https://vault.example.com:8200': front.address },
      environment: { ...expected, VAULT_ADDR: '', COMPANY_CA: authority },
      files: { 'deploy.sh': showPassword('DB_PASSWORD') },
    };
    const heading = 'A private certificate authority and a namespace';
    const result = await run(heading, wish);
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toContain('the password is whole');
    const untrusted = { ...wish, environment: { ...wish.environment, COMPANY_CA: '' } };
    expect(findFault(await run(heading, untrusted))).toContain('TLS_FAILED');
  });

  it('OpenBao and its CLI gives the CLI a session', async () => {
    const result = await run('OpenBao and its CLI', {
      standIns: { bao: serverCli },
      files: { 'serve.sh': '#!/bin/sh\ncat "$1"\n' },
    });
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toContain('a certificate');
  });

  it('Alpine has the variables in a shell that is not bash', async () => {
    const result = await run('Alpine', {
      replace: { '/bin/sh -eo': 'busybox sh -eo' },
      environment: expected,
      files: { 'deploy.sh': showPassword('DB_PASSWORD') },
    });
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result)).toContain('the password is whole');
  });

  it('Several roles in one job reads with each what the other may not', async () => {
    const { server, issuer } = jobs;
    for (const name of ['test', 'sign']) {
      await writeRole(server, issuer, {
        name: `app-${name}`,
        policy: grantReading(`secret/data/${name}/*`),
      });
    }
    await server.write('secret/data/test/db', { data: { password } });
    await server.write('secret/data/sign/key', { data: { passphrase: password } });
    const wish = {
      environment: expected,
      files: {
        'test.sh': showPassword('TEST_DB_PASSWORD'),
        'sign.sh': showPassword('SIGNING_PASSPHRASE'),
      },
    };
    const result = await run('Several roles in one job', wish);
    expect(findFault(result)).toBeUndefined();
    expect(readOutput(result).match(/the password is whole/g)).toHaveLength(2);
    const swapped = { ...wish, replace: { 'role: app-sign': 'role: app-test' } };
    expect(findFault(await run('Several roles in one job', swapped))).toContain('SECRET_FORBIDDEN');
  });
});
