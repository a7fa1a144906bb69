import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startConnectProxy } from '../support/connect-proxy.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { smallNode } from '../support/node-release/node-archive.ts';
import { type MirrorAnswer, serveWhole } from '../support/node-release/node-mirror.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';

let jobs: NodelessJobs;
/** How many bytes `pour` has sent. */
let poured = 0;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program: smallNode });
});
afterAll(() => jobs.stop());
afterEach(() => {
  jobs.mirror.answer(serveWhole);
  poured = 0;
  jobs.mirror.takeRequests();
});

const notFetched = { status: 5, codes: ['NODE_NOT_FETCHED'] };

/** A few bytes at a time, for as long as somebody listens. */
const drip: MirrorAnswer = (response) => {
  const timer = setInterval(() => response.write('drop'), 100);
  response.on('close', () => clearInterval(timer));
};

/** As much as somebody takes, without an end, and counts it. */
const pour: MirrorAnswer = (response) => {
  const bytes = Buffer.alloc(4_000_000);
  const write = (): void => {
    do poured += bytes.length;
    while (response.write(bytes));
  };
  response.on('drain', write);
  write();
};

/** The program, with some of its arguments put in the place of others. */
function replaceArguments(
  program: string,
  replacements: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const cases = Object.entries(replacements).map(([from, to]) => `${from}) argument=${to} ;;`);
  return {
    [program]: `#!/bin/sh
for argument; do
  shift
  case $argument in ${cases.join(' ')} esac
  set -- "$@" "$argument"
done
exec '${jobs.without()}/${program}' "$@"
`,
  };
}

describe('a transfer ends', () => {
  // Each names the limits of the orb, and what stands for them here.
  it.each<[string, string, string, Readonly<Record<string, string>>, MirrorAnswer, RegExp]>([
    ['lasts too long', 'curl', 'curl', { 240: '1' }, drip, /^curl: \(28\)/],
    ['lasts too long', 'wget', 'timeout', { 240: '1' }, drip, /^cut off, over 4 minutes/],
    ['is silent', 'curl', 'curl', { 30: '1', 2: '0' }, () => undefined, /^curl: \(28\)/],
    ['is silent', 'wget', 'wget', { 30: '1', 3: '1' }, () => undefined, /timed out|^cut off/],
    ['has no end', 'curl', 'curl', {}, pour, /or over 200 MB: status \d+$/],
    ['has no end', 'wget', 'wget', {}, pour, /or over 200 MB: status \d+$/],
  ])('that %s, by %s', async (_title, program, limited, replacements, answer, why) => {
    jobs.mirror.answer(answer);
    const { told } = await expectFailure(
      jobs,
      {
        path: jobs.without(program === 'curl' ? 'wget' : 'curl'),
        standIns: replaceArguments(limited, replacements),
        steps: [jobs.load({ node_url: jobs.mirror.plainAddress })],
      },
      notFetched,
    );
    expect(told[0]?.why).toMatch(why);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
    expect(poured).toBeLessThan(250_000_000);
  });
});

describe('of what is set for other uses,', () => {
  it.each([
    ['curl', ['wget']],
    ['wget', ['curl']],
  ])('%s takes the proxy in HTTPS_PROXY, and the rest in NO_PROXY', async (_program, others) => {
    await using proxy = await startConnectProxy({ answer: (client) => client.destroy() });
    const job = { path: jobs.without(...others), steps: [jobs.load()] };
    const environment = { HTTPS_PROXY: proxy.url, https_proxy: '', no_proxy: '' };
    await expectFailure(jobs, { ...job, environment }, notFetched);
    const asked = proxy.requests.length;
    expect(proxy.requests[0]?.method).toBe('CONNECT');
    await jobs.run({ ...job, environment: { ...environment, NO_PROXY: '127.0.0.1' } });
    expect(proxy.requests).toHaveLength(asked);
  });

  it.each([
    ['.curlrc', ['wget'], 'include\noutput = other\nproxy = http://127.0.0.1:1'],
    ['.wgetrc', ['curl'], 'save_headers = on\nhttp_proxy = http://127.0.0.1:1'],
  ])('nothing in %s is', async (file, others, settings) => {
    const bashEnv = `echo '${settings}' > "$HOME/${file}"\n`;
    const path = jobs.without(...others);
    const steps = [jobs.load({ node_url: jobs.mirror.plainAddress })];
    expectLoaded(await jobs.run({ bashEnv, path, steps }));
  });

  it('nothing of tar and gzip is', async () => {
    const environment = { TAR_OPTIONS: '--exclude=node', GZIP: '--list' };
    const outcome = await jobs.run({ environment, steps: [jobs.load(), jobs.load()] });
    expectLoaded(outcome);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });
});
