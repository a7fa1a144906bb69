import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CallLog, openCallLog } from '../support/call-log.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { smallNode } from '../support/node-release/node-archive.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs({ program: smallNode });
});
afterAll(() => jobs.stop());
afterEach(() => {
  // Nodejs.org has no build that runs there.
  expect(jobs.mirror.takeRequests()).toEqual([]);
});

const ldd = '#!/bin/sh\necho "musl libc (x86_64)" >&2\nexit 1\n';
const other = '#!/bin/sh\n[ "$1" != -u ] || echo 1000\n';
const missing = { status: 127, codes: ['NODE_MISSING'] };

/** An `apk` that puts this Node beside itself, and prints what apk prints. */
function installWithApk(calls: CallLog, node: string): string {
  return `#!/bin/sh
${calls.record('echo "apk $*"')}
echo 'OK: 60 MiB in 20 packages'
cat > "\${0%/*}/node" <<'END'
${node}END
chmod 755 "\${0%/*}/node"
`;
}

/** A program that becomes root for what it is given. */
function becomeRoot(calls: CallLog, name: string): string {
  return `#!/bin/sh\n${calls.record(`echo "${name} $1"`)}\nshift\nexec "$@"\n`;
}

describe('on musl, Node is that of apk', () => {
  it.each(['bash -e', 'dash -e', 'busybox sh -e', 'zsh -e', 'mksh -e'])(
    'for root under %s',
    async (shell) => {
      using calls = openCallLog();
      const standIns = { ldd, apk: installWithApk(calls, smallNode) };
      const outcome = await jobs.run({ shell, standIns, steps: [jobs.load(), jobs.load()] });
      expectLoaded(outcome);
      expect(calls.read()).toEqual(['apk add --wait 120 --no-cache nodejs']);
      expect(outcome.step(0).stderr).toContain('installing it with apk\n');
    },
  );

  it.each(['sudo', 'doas'])('for another user by %s, which may not ask', async (name) => {
    using calls = openCallLog();
    const apk = installWithApk(calls, smallNode);
    const standIns = { ldd, id: other, apk, [name]: becomeRoot(calls, name) };
    // A shell that parts words elsewhere would take both words for one program.
    const bashEnv = 'IFS=/v\n';
    expectLoaded(await jobs.run({ bashEnv, standIns, steps: [jobs.load()] }));
    expect(calls.read()).toEqual([`${name} -n`, 'apk add --wait 120 --no-cache nodejs']);
  });

  it('for two steps at once, one after the other', async () => {
    using calls = openCallLog();
    const lock = `${calls.path}-lock`;
    const apk = installWithApk(calls, smallNode).replace(
      '#!/bin/sh\n',
      `#!/bin/sh
if ! mkdir '${lock}'; then
  : > '${lock}-met'
  case "$*" in
  *' --wait '*) while ! mkdir '${lock}'; do sleep 0.1; done ;;
  *) echo 'ERROR: Unable to lock database: Resource temporarily unavailable' >&2; exit 99 ;;
  esac
fi
while [ ! -e '${lock}-met' ]; do sleep 0.1; done
trap "rmdir '${lock}'" EXIT
`,
    );
    const job = { standIns: { ldd, apk, rmdir: '#!/bin/sh\nexec busybox rmdir "$@"\n' } };
    const both = [
      jobs.run({ ...job, steps: [jobs.load()] }),
      jobs.run({ ...job, steps: [jobs.load()] }),
    ];
    for (const outcome of await Promise.all(both)) expectLoaded(outcome);
    expect(calls.read()).toHaveLength(2);
  });

  it('and the step fails when the user cannot become root', async () => {
    using calls = openCallLog();
    const standIns = { ldd, id: other, apk: installWithApk(calls, smallNode) };
    const { told } = await expectFailure(jobs, { standIns, steps: [jobs.load()] }, missing);
    expect(calls.read()).toEqual([]);
    expect(told[0]?.next).toEqual(['use node:lts-alpine, or run the job as root']);
  });

  it.each([
    [
      'apk fails',
      '#!/bin/sh\necho "fetching"\necho "ERROR: network unreachable" >&2\nexit 1\n',
      'ERROR: network unreachable',
    ],
    ['there is no apk', undefined, 'apk'],
  ])('and the step fails when %s', async (_title, apk, why) => {
    const standIns = { ldd, ...(apk === undefined ? {} : { apk }) };
    const { told } = await expectFailure(jobs, { standIns, steps: [jobs.load()] }, missing);
    expect(told[0]?.why).toContain(why);
  });

  it('and the step fails when that one is too old', async () => {
    using calls = openCallLog();
    const standIns = { ldd, apk: installWithApk(calls, '#!/bin/sh\necho v16.20.2\n') };
    await expectFailure(jobs, { standIns, steps: [jobs.load()] }, missing);
    expect(calls.read()).toHaveLength(1);
  });

  it('is not asked for where a Node of glibc would not start for another reason', async () => {
    const { mirror } = jobs;
    const broken = await startNodelessJobs({ program: '#!/nonexistent\n' });
    try {
      const { told } = await expectFailure(broken, { steps: [broken.load()] }, missing);
      expect(told[0]?.why).toContain('does not run here');
      expect(broken.mirror.takeRequests()).toHaveLength(1);
      expect(mirror.takeRequests()).toEqual([]);
    } finally {
      await broken.stop();
    }
  });
});
