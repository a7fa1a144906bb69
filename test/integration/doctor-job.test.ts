import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { trustIssuer } from '../support/jwt-trust.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { makeGoodRole, ownAudience } from '../support/role-fixtures.ts';
import { type Diagnosed, runDoctor } from '../support/run-doctor.ts';
import { writeCircleCiCommand, writeStandIns } from '../support/runner/stand-ins.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;
let directory: string;

beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  await trustIssuer(server, issuer);
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-doctor-job-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Looks as a step of a job does, without an administrator's token. */
async function look(
  environment: Readonly<Record<string, string>>,
  standIns: Readonly<Record<string, string>> = { circleci: writeCircleCiCommand(issuer.mintUrl) },
): Promise<Diagnosed> {
  const bin = writeStandIns(join(directory, 'bin'), {
    node: `#!/bin/sh\nexec '${process.execPath}' "$@"\n`,
    ...standIns,
  });
  const token = environment['CIRCLE_OIDC_TOKEN_V2'] ?? (await issuer.sign());
  return runDoctor({
    server,
    environment: {
      CIRCLECI: 'true',
      VAULT_TOKEN: '',
      VAULT_ROLE: 'deploy',
      BASH_ENV: join(directory, 'bash_env'),
      PATH: bin,
      CIRCLE_OIDC_TOKEN_V2: token,
      ...environment,
    },
    canaries: [...issuer.issued, ...(token === '' ? [] : [token])],
  });
}

const machine = 'this machine';

describe('a doctor in a job', () => {
  it('finds what the orb needs, and says what it may not see', async () => {
    const { list, findings, status } = await look({});
    expect(list(machine)).toEqual([]);
    expect(list('token')).toEqual([]);
    expect(list('not judged')).toEqual(['WARN UNREAD']);
    expect(findings.find(({ code }) => code === 'UNREAD')?.next).toContain(
      'path "auth/jwt/role/deploy" { capabilities = ["read"] }',
    );
    expect(status).toBe(0);
    expect(issuer.mints.length).toBeGreaterThan(0);
  });

  it('looks at the machine elsewhere too, where it is asked to, and not else', async () => {
    const { findings } = await look({ CIRCLECI: '' });
    expect(findings.filter(({ subject }) => subject === machine)).toEqual([]);
    const told = await runDoctor({ server, args: ['--job'], environment: { VAULT_TOKEN: '' } });
    expect(told.list(machine)).toContain('FAIL BASH_ENV_UNUSABLE');
  });

  const bashEnvs: Readonly<Record<string, (path: string) => string>> = {
    'is not set': () => '',
    'is a path from the directory': () => 'bash_env',
    'is a link': (path) => {
      writeFileSync(`${path}-target`, '');
      symlinkSync(`${path}-target`, path);
      return path;
    },
    'has another name': (path) => {
      writeFileSync(`${path}-target`, '');
      linkSync(`${path}-target`, path);
      return path;
    },
    'is a directory': (path) => {
      mkdirSync(path);
      return path;
    },
    'lies nowhere': (path) => `${path}/nowhere/file`,
  };
  it.each(Object.entries(bashEnvs))('fails where $BASH_ENV %s', async (_title, make) => {
    const { list } = await look({ BASH_ENV: make(join(directory, 'made')) });
    expect(list(machine)).toEqual(['FAIL BASH_ENV_UNUSABLE']);
  });

  it.each([
    ['there is no Node', '#!/bin/sh\nexit 127\n'],
    ['Node is too old', '#!/bin/sh\necho v16.20.2\n'],
  ])('fails where %s, and nothing to fetch one with', async (_title, node) => {
    const circleci = writeCircleCiCommand(issuer.mintUrl);
    const { list, findings } = await look({}, { node, circleci });
    expect(list(machine)).toEqual(['FAIL NODE_MISSING']);
    expect(findings.find(({ code }) => code === 'NODE_MISSING')?.why).toContain(
      'lacks curl or wget and tar and gzip and sha256sum or shasum or openssl',
    );
  });

  it('warns where there is no Node, but what the orb fetches one with', async () => {
    const program = '#!/bin/sh\nexit 1\n';
    const tools = { wget: program, tar: program, gzip: program, openssl: program };
    const circleci = writeCircleCiCommand(issuer.mintUrl);
    const { list } = await look({}, { node: program, circleci, ...tools });
    expect(list(machine)).toEqual(['WARN NODE_MISSING']);
  });

  it("finds Node in nvm's directories", async () => {
    const home = join(directory, 'nvm');
    const bin = join(home, 'versions', 'node', 'v20.1.0', 'bin');
    writeStandIns(bin, { node: '#!/bin/sh\necho v20.1.0\n' });
    const old = '#!/bin/sh\necho v16.20.2\n';
    const circleci = writeCircleCiCommand(issuer.mintUrl);
    const { list } = await look({ NVM_DIR: home }, { node: old, circleci });
    expect(list(machine)).toEqual([]);
  });

  it('warns where no token can be minted', async () => {
    const { list, findings } = await look({}, {});
    expect(list(machine)).toEqual(['WARN OIDC_MINT_FAILED']);
    const fault = findings.find(({ code }) => code === 'OIDC_MINT_FAILED');
    expect(fault?.why).toMatch(/^circleci: not on the PATH; circleci-agent: not on the PATH; /);
  });

  it('fails where there is no token, and none can be minted', async () => {
    const { list } = await look({ CIRCLE_OIDC_TOKEN_V2: '' }, {});
    expect(list(machine)).toEqual(['FAIL OIDC_TOKEN_MISSING', 'WARN OIDC_MINT_FAILED']);
  });

  it('is content without a token where one can be minted', async () => {
    const { list } = await look({ CIRCLE_OIDC_TOKEN_V2: '' });
    expect(list(machine)).toEqual([]);
  });

  it('fails a text in the place of a token', async () => {
    const { list } = await look({ CIRCLE_OIDC_TOKEN_V2: '**********' });
    expect(list(machine)).toEqual(['FAIL OIDC_TOKEN_MISSING']);
  });

  it.each([
    ['warns of a token that has ended', true, ['WARN OIDC_TOKEN_STALE']],
    [
      'fails one where no other can be minted',
      false,
      ['FAIL OIDC_TOKEN_STALE', 'WARN OIDC_MINT_FAILED'],
    ],
  ])('%s', async (_title, canMint, findings) => {
    const stale = await issuer.sign({ expiresInSeconds: -300 });
    const { list } = canMint
      ? await look({ CIRCLE_OIDC_TOKEN_V2: stale })
      : await look({ CIRCLE_OIDC_TOKEN_V2: stale }, {});
    expect(list(machine)).toEqual(findings);
  });

  it('mints a token for an audience of its own, and holds that against the role', async () => {
    await server.write('auth/jwt/role/own', makeGoodRole(issuer));
    const bin = writeStandIns(join(directory, 'bin'), {
      circleci: writeCircleCiCommand(issuer.mintUrl),
    });
    const judge = async (...args: readonly string[]) => {
      const environment = { PATH: bin, CIRCLE_OIDC_TOKEN_V2: await issuer.sign() };
      const told = await runDoctor({ server, args: ['--role', 'own', ...args], environment });
      return told.admissions[0]?.checks.find(({ claim }) => claim === 'aud');
    };
    expect(await judge()).toMatchObject({ isMet: false });
    expect(await judge('--audience', ownAudience)).toMatchObject({ isMet: true });
  });

  it('fails a token of another service', async () => {
    const foreign = await issuer.sign({ payload: { 'oidc.circleci.com/project-id': undefined } });
    const { list } = await look({ CIRCLE_OIDC_TOKEN_V2: foreign });
    expect(list('token')).toEqual(['FAIL TOKEN_FOREIGN']);
  });
});
