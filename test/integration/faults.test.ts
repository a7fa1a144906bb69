import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  oddErrors,
  unreadableAnswers,
  unusableTokens,
  valuelessAnswers,
} from '../support/faults/answer-faults.ts';
import { type FaultCase, key, login, type PassingCase } from '../support/faults/fault-case.ts';
import {
  expectFault,
  expectPassing,
  plainShell,
  tracingShell,
} from '../support/faults/meet-fault.ts';
import {
  breakingConnections,
  otherProtocols,
  stallingServers,
} from '../support/faults/network-faults.ts';
import { wrongParameters } from '../support/faults/parameter-faults.ts';
import {
  followedRedirects,
  lateReplica,
  oddButRight,
  onlyServer,
  passingTrouble,
} from '../support/faults/passing-faults.ts';
import {
  endlessRedirects,
  listRedirectsTo,
  redirectTwice,
} from '../support/faults/redirect-faults.ts';
import { muchAskedFor, oneOfTen, wrongReferences } from '../support/faults/reference-faults.ts';
import {
  hopelessTrouble,
  lastingTrouble,
  loginStatuses,
  readStatuses,
} from '../support/faults/status-faults.ts';
import { endlessValue, hardToHide } from '../support/faults/value-faults.ts';
import { answerErrors, startFaultyServer } from '../support/faulty-server.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { listenOnLoopback } from '../support/loopback-server.ts';
import { listAccessors } from '../support/openbao/tokens.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { name: 'twice', role: { token_num_uses: 2 } });
  await server.write('secret/data/app', { data: { key } });
  await server.write('secret/data/other', { data: { key: 'the-last-of-all' } });
  const many = Array.from({ length: 400 }, (_, index) => [`key-${index}`, `value-${index}`]);
  await server.write('secret/data/many', { data: Object.fromEntries(many) });
  for (let index = 0; index < 10; index += 1) {
    await server.write(`secret/data/ten-${index}`, { data: { key } });
  }
});
afterAll(() => jobs.stop());

/** Every other case in a shell that traces what it does. */
const chooseShell = (index: number) => (index % 2 === 0 ? plainShell : tracingShell);

function failWith(cases: readonly FaultCase[]): void {
  it.each(cases.map((one, index) => [one.title, one, index] as const))('%s', (_title, one, index) =>
    expectFault(jobs, one, chooseShell(index)),
  );
}

/** Those that wait more than they work, side by side. */
function failTogether(cases: readonly FaultCase[]): void {
  it.concurrent.each(cases.map((one, index) => [one.title, one, index] as const))(
    '%s',
    (_title, one, index) => expectFault(jobs, one, chooseShell(index)),
  );
}

function passWith(cases: readonly PassingCase[]): void {
  it.each(cases.map((one, index) => [one.title, one, index] as const))('%s', (_title, one, index) =>
    expectPassing(jobs, one, chooseShell(index)),
  );
}

describe('nothing is asked, and nothing told of it, for', () => failWith(wrongParameters));
describe('nothing is asked for', () => failWith(wrongReferences));
describe('references', () => passWith(muchAskedFor));
describe('all fail where one path of ten is', () => failWith(oneOfTen));

describe('values', () => passWith([hardToHide]));
describe('a value', () => failWith([endlessValue]));

describe('a log-in is not taken for one when it is', () => failWith(unreadableAnswers));
describe('a token cannot be used with', () => failWith(unusableTokens));
describe('a secret cannot be read whose data is', () => failWith(valuelessAnswers));
describe('an answer is taken that', () => passWith(oddButRight));
describe('the words of a refusal that', () => failWith(oddErrors));

describe('a log-in ends with the status', () => failWith(loginStatuses));
describe('a read ends with the status', () => failWith(readStatuses));
describe('trouble that lasts is told when the time is up:', () => failTogether(lastingTrouble));
describe('nobody waits for', () => failWith(hopelessTrouble));
describe('a job gets over', () => passWith(passingTrouble));
describe('a 403 is gotten over', () => passWith([lateReplica]));
describe('a 403 is told', () => failWith([onlyServer]));

it('a token that may be used twice is told as ended at the third', async () => {
  await expectFault(jobs, {
    title: '',
    parameters: { role: 'twice' },
    secrets: 'secret/data/ten-1 key | A\nsecret/data/ten-2 key | B\nsecret/data/ten-3 key | C',
    status: 4,
    code: 'SECRET_FORBIDDEN',
    words: [],
  });
});

describe('a redirect', () => {
  describe('to the same server is followed:', () => passWith(followedRedirects));
  describe('is not followed a second time, to', () => failWith(endlessRedirects));

  it.each(listRedirectsTo('http://127.0.0.1:1').map(({ title }, index) => [title, index] as const))(
    'is not followed to %s',
    async (_title, index) => {
      await using elsewhere = await startFaultyServer({ findFault: () => answerErrors(404) });
      const one = listRedirectsTo(elsewhere.address)[index];
      if (one === undefined) throw new Error('there is no such case');
      await expectFault(jobs, one, chooseShell(index));
      expect(elsewhere.paths).toEqual([]);
    },
  );

  it('is not followed from there to another server', async () => {
    await using elsewhere = await startFaultyServer({ findFault: () => answerErrors(404) });
    await expectFault(jobs, redirectTwice(elsewhere.address));
    expect(elsewhere.paths).toEqual([]);
  });
});

describe('a step ends in time before a server that', () => failTogether(stallingServers));
describe('a connection that breaks', () => failTogether(breakingConnections));
describe('what answers is', () => failWith(otherProtocols));

describe('an address with the wrong scheme', () => {
  const parameters = { timeout: '2s' };

  it('of a server that speaks TLS: no request gets there', async () => {
    const { certificate: cert, key: own } = createTlsAuthority().issue();
    await using front = await startTlsFront(jobs.server.address, { cert, key: own });
    const address = front.address.replace('https:', 'http:');
    await expectFault(jobs, {
      title: '',
      parameters: { ...parameters, address },
      status: 5,
      code: 'VAULT_UNREACHABLE',
      words: [new URL(address).host],
    });
    expect(front.received).toBe('');
  });

  it('of a server that says nothing in TLS: the step ends in time', async () => {
    await using silent = await listenOnLoopback(createServer());
    await expectFault(jobs, {
      title: '',
      parameters: { ...parameters, address: `https://127.0.0.1:${silent.port}` },
      stepTimeoutMs: 4000,
      status: 5,
      code: 'TIMED_OUT',
      words: ["The command's time was up"],
    });
  });
});

describe('a step that runs again', () => {
  it('hands over what is there now, and leaves no token behind', async () => {
    const before = await listAccessors(jobs.server);
    const outcome = await jobs.run({
      steps: ['ten-1', 'app', 'other', 'other'].map((path) =>
        loadSecrets(`secret/data/${path} key | APP_KEY`),
      ),
    });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.environment['APP_KEY']).toBe('the-last-of-all');
    expect(await listAccessors(jobs.server)).toEqual(before);
  });
});

describe('a quota of leases', () => {
  failWith([
    {
      title: 'that is used up is told with what fills it',
      faults: {
        [login]: answerErrors(429, 'request path "auth/jwt/login": lease count quota exceeded'),
      },
      parameters: { timeout: '1s' },
      status: 5,
      code: 'VAULT_UNAVAILABLE',
      words: ['run fewer jobs at once'],
    },
  ]);
});
