import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { demoSecrets } from '../../scripts/demo/tutorial.ts';
import { runScript, type ScriptOutcome } from '../support/script-process.ts';

const identifier = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;
const nothingLeft = { leftFiles: [], leftProcesses: [] };

describe('the demo', () => {
  let demo: ScriptOutcome;
  beforeAll(async () => {
    demo = await runScript('demo.ts');
  });

  it('succeeds, and leaves nothing behind', () => {
    expect(demo).toMatchObject({ exitStatus: 0, ...nothingLeft });
  });

  it('tells its stages, and what comes out of them, in order', () => {
    const told = [
      '1. Start a Vault server',
      '2. Set Vault up as docs/tutorial.md does',
      'made role "circleci-demo" (auth/jwt)',
      "3. Take the tutorial's own role in its place",
      '1 FAIL, ',
      'LOGIN_AUDIENCE_UNBOUND',
      '4. Mend the role',
      'changed role "circleci-demo" (auth/jwt)',
      '0 FAIL, ',
      '5. Run the job again',
      'loaded 2 variables from 1 path',
      'revoked the token',
      'Username is paul.atreides, password is set',
      'Welcome, paul.atreides.',
      '6. Ask the server',
      'auth/token/revoke-self',
      'tokens of the role that are left: 0',
      '7. Stop the servers',
      'all of it held',
    ];
    const places = told.map((text) => demo.output.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('shows what docs/tutorial.md shows of the role that fails, and of its mending', () => {
    const guide = readFileSync(`${root}docs/tutorial.md`, 'utf8');
    const shown = [...guide.matchAll(/^```text\n([\s\S]*?)^```/gm)].map(([, text]) => text);
    const told = demo.output
      .replace(/^ {3}\| /gm, '')
      .replaceAll(identifier, "<your organization's ID>");
    expect(shown).toHaveLength(3);
    for (const text of shown) expect(told).toContain(text);
  });

  it('prints no secret, no token, and no colour where there is no terminal', () => {
    const { username, password } = demoSecrets;
    const forms = {
      'the password': password,
      'the password in quotes': JSON.stringify(password).slice(1, -1),
      'the credentials': Buffer.from(`${username}:${password}`).toString('base64'),
      'a JSON Web Token': /eyJ[\w-]+\.eyJ/,
      'a Vault token': /\b(hv)?[sbr]\.[A-Za-z0-9]{24}/,
      'an escape sequence': '\u001b',
    };
    const found = Object.entries(forms)
      .filter(([, form]) =>
        typeof form === 'string' ? demo.output.includes(form) : form.test(demo.output),
      )
      .map(([name]) => name);
    expect(found).toEqual([]);
    // The root token is a UUID too.
    const ids = ['org-id', 'project-id'].map((claim) =>
      demo.output.split(`bound_claims "oidc.circleci.com/${claim}" = "`)[1]?.slice(0, 36),
    );
    expect(new Set(demo.output.match(identifier))).toEqual(new Set(ids));
  });
});

describe('the demo leaves nothing behind', () => {
  it.each([
    ['SIGINT', 130, 'the server starts', /^1\. /m],
    ['SIGINT', 130, 'Vault is set up', /^2\. /m],
    ['SIGTERM', 143, 'a job runs', /^3\. [\s\S]*checkout/m],
  ] as const)('after %s (status %i) while %s', async (signal, exitStatus, _title, when) => {
    const demo = await runScript('demo.ts', { interruption: { signal, when } });
    expect(demo).toMatchObject({ exitStatus, ...nothingLeft });
    expect(demo.output).toContain(`interrupted (${signal})`);
  });
});

describe('the demo says what to do', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    writeFileSync(join(directory, 'python3'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    writeFileSync(join(directory, 'killed'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 });
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each([
    ['cannot be fetched', '', /fetching OpenBao[\s\S]*set VAULT_OIDC_TEST_SERVER/],
    ['does not start', 'killed', /\/killed does not serve/],
  ])('when the server %s', async (_title, server, told) => {
    const demo = await runScript('demo.ts', {
      environment: {
        PATH: [directory, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
        XDG_CACHE_HOME: directory,
        VAULT_OIDC_TEST_SERVER: server === '' ? '' : join(directory, server),
      },
    });
    expect(demo).toMatchObject({ exitStatus: 1, ...nothingLeft });
    expect(demo.output).toMatch(told);
  });
});
