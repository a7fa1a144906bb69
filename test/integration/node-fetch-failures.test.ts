import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ExpectedFailure, expectFailure } from '../support/expect-failure.ts';
import { smallNode } from '../support/node-release/node-archive.ts';
import { type MirrorAnswer, serveWhole } from '../support/node-release/node-mirror.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';
import type { StandIns } from '../support/runner/stand-ins.ts';

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program: smallNode });
});
afterAll(() => jobs.stop());
afterEach(() => {
  jobs.mirror.answer(serveWhole);
  jobs.mirror.takeRequests();
});

const notFetched = { status: 5, codes: ['NODE_NOT_FETCHED'] };
const notProved = { status: 8, codes: ['NODE_NOT_PROVED'] };
const notKept = { status: 7, codes: ['NODE_NOT_KEPT'] };
const missing = { status: 127, codes: ['NODE_MISSING'] };

const answerStatus =
  (status: number): MirrorAnswer =>
  (response) =>
    response.writeHead(status).end();

/** The first half, and then the end of the connection. */
const breakOff: MirrorAnswer = (response, { bytes }) => {
  response.setHeader('content-length', bytes.length);
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
};

describe('where the mirror', () => {
  it.each<[string, MirrorAnswer, ExpectedFailure, RegExp]>([
    ['has no such file', answerStatus(404), notFetched, /404/],
    ['breaks off', breakOff, notFetched, /^curl: \((18|56)\)/],
    ['sends nothing', (to) => to.end(), notFetched, /^nothing came$/],
    ['sends half of it', (to, { bytes }) => to.end(bytes.subarray(0, 99)), notProved, /SHA-256/],
    ['sends another file', (to) => to.end('<html>Log in</html>'), notProved, /SHA-256/],
    [
      'sends one byte more',
      (to, { bytes }) => to.end(Buffer.concat([bytes, Buffer.from('\n')])),
      notProved,
      /SHA-256/,
    ],
  ])('%s, nothing is run or kept', async (_title, answer, expected, why) => {
    jobs.mirror.answer(answer);
    const bashEnv = 'export EARLIER=kept\n';
    const job = { bashEnv, steps: [jobs.load()] };
    const { told, outcome } = await expectFailure(jobs, job, expected);
    expect(told[0]?.why).toMatch(why);
    expect(outcome.bashEnv).toBe(bashEnv);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it.each([
    ['https', () => jobs.mirror.address],
    ['http', () => jobs.mirror.plainAddress],
  ])('speaks %s and leads to http://, nobody follows', async (_title, address) => {
    jobs.mirror.answer((response) =>
      response.writeHead(302, { location: `${jobs.mirror.plainAddress}/node` }).end(),
    );
    const steps = [jobs.load({ node_url: address() })];
    const { told } = await expectFailure(jobs, { steps }, notFetched);
    expect(told[0]?.why).toMatch(/[Pp]rotocol "http"/);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it('stumbles, it is asked again', async () => {
    jobs.mirror.answer((response) => {
      jobs.mirror.answer(serveWhole);
      response.writeHead(503).end();
    });
    expectLoaded(await jobs.run({ steps: [jobs.load()] }));
    expect(jobs.mirror.takeRequests()).toHaveLength(2);
  });

  it.each([
    ['curl', ['wget'], /^curl: \(60\) .*certificate/],
    ['wget', ['curl'], /^ERROR: .*certificate/],
  ])(
    'shows a certificate that nobody vouches for, %s asks for nothing',
    async (_program, others, why) => {
      const environment = { CURL_CA_BUNDLE: '', SSL_CERT_FILE: '' };
      const path = jobs.without(...others);
      const { told } = await expectFailure(
        jobs,
        { path, environment, steps: [jobs.load()] },
        notFetched,
      );
      expect(told[0]?.why).toMatch(why);
      expect(told[0]?.next).toEqual([
        'let curl trust its authority by CURL_CA_BUNDLE or SSL_CERT_FILE',
      ]);
      expect(jobs.mirror.takeRequests()).toEqual([]);
    },
  );

  it('breaks off, wget says so, too', async () => {
    jobs.mirror.answer(breakOff);
    const path = jobs.without('curl');
    const steps = [jobs.load({ node_url: jobs.mirror.plainAddress })];
    const { told } = await expectFailure(jobs, { path, steps }, notFetched);
    expect(told[0]?.why).toMatch(/^cut off, .*: status \d+$/);
  });

  it.each([
    ['curl', ['wget']],
    ['wget', ['curl']],
  ])('does not listen, %s says so', async (_program, others) => {
    const steps = [jobs.load({ node_url: 'http://127.0.0.1:1/dist' })];
    const path = jobs.without(...others);
    const { told } = await expectFailure(jobs, { path, steps }, notFetched);
    expect(told[0]?.why).toMatch(/refused|Failed to connect/);
    expect(told[0]?.next[0]).toContain('node_url');
  });
});

describe('on this machine', () => {
  it.each(['Linux riscv64', 'Linux i686', 'MINGW64_NT-10.0 x86_64', 'FreeBSD amd64', ''])(
    'there is no build for %j',
    async (machine) => {
      const standIns = { uname: `#!/bin/sh\necho '${machine}'\n` };
      await expectFailure(jobs, { standIns, steps: [jobs.load()] }, missing);
      expect(jobs.mirror.takeRequests()).toEqual([]);
    },
  );

  it.each<[string, string, StandIns, RegExp]>([
    [
      'for the archive',
      '',
      { curl: '#!/bin/sh\necho "curl: (23) Failure writing output" >&2\nexit 23\n' },
      /^curl: \(23\)/,
    ],
    ['for anything', "trap '' XFSZ; ulimit -f 0\n", {}, /with room and without noexec: /],
    [
      'for what is in it',
      '',
      { tar: '#!/bin/sh\necho "tar: No space left on device\ntar: Exiting" >&2\nexit 2\n' },
      /^tar: No space left/,
    ],
    [
      'for the last move',
      '',
      { mv: '#!/bin/sh\necho "mv: No space left on device" >&2\nexit 1\n' },
      /^mv: No space left/,
    ],
  ])('there is no room %s', async (_title, bashEnv, standIns, why) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv, standIns, steps: [jobs.load()] },
      notKept,
    );
    expect(told[0]?.why).toMatch(why);
    expect(told[0]?.next[0]).toContain('200 MB');
  });

  // The step's own process leads its group; its child is the shell that fetches.
  const endFetching = (signal: string): string => `#!/bin/sh
echo half > archive
child=$PPID
while read -r _ _ _ parent group _ < "/proc/$child/stat" && [ "$parent" != "$group" ]; do
  child=$parent
done
kill -${signal} "$child"
sleep 0.3
`;

  it.each([
    ['bash -e', 'TERM'],
    ['bash -e', 'HUP'],
    ['bash -e', 'INT'],
    ['dash -e', 'TERM'],
    ['busybox sh -e', 'TERM'],
    ['zsh -e', 'TERM'],
    ['mksh -e', 'TERM'],
  ])('a signal ends the step, and leaves nothing of it: %s, SIG%s', async (shell, signal) => {
    const standIns = { curl: endFetching(signal) };
    const outcome = await jobs.run({ shell, standIns, steps: [jobs.load()] });
    expect(outcome.step(0).exitStatus).toBe(143);
    expect(outcome.listChangedFiles(0)).toEqual([]);
  });
});
