import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openCallLog } from '../support/call-log.ts';
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
  jobs.mirror.takeRequests();
});

// Only root may give a file to another user: for others, these cases cannot be made.
const user = process.getuid?.();
const asRoot = it.skipIf(user !== 0);

describe('what lies in the cache', () => {
  const cache = '"$HOME/.cache/vault-oidc"';

  /** A step that puts a program where a fetched Node would lie, below a directory. */
  function plant(directory: string, program: string): string {
    return `umask 077; file=${directory}/${jobs.kept}; mkdir -p "\${file%/*}"; echo '${program}' > "$file"; chmod 700 "$file"`;
  }

  it.each([
    ['half of a Node, of a run that was killed', '', 'exit 0'],
    ['a Node that does not start', '', 'exec /nonexistent'],
  ])('is replaced when it is %s', async (_title, after, program) => {
    const setUp = `${plant(cache, program)}; ${after}`;
    expectLoaded(await jobs.run({ steps: [{ run: setUp }, jobs.load(), jobs.load()] }));
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it.each([
    ['a directory', 'mkdir -p "$node/in/it" "$archive/in/it"'],
    ['a Node that nobody may run', 'mkdir -p "${node%/*}"; : > "$node"'],
  ])('is replaced when it is %s', async (_title, command) => {
    const outcome = await jobs.run({ steps: [changeKept(command), jobs.load(), jobs.load()] });
    expectLoaded(outcome);
    expect(jobs.mirror.takeRequests()).toHaveLength(1);
  });

  it('is removed, when a step that was killed left it an hour ago', async () => {
    const old = `mkdir -p ${cache}/new.old/a ${cache}/new.now; chmod 700 ${cache}; touch -d '2 hours ago' ${cache}/new.old`;
    const look = { run: `ls ${cache}` };
    const outcome = await jobs.run({ steps: [{ run: old }, jobs.load(), look] });
    expectLoaded(outcome);
    expect(outcome.step(2).stdout).toBe(`new.now\n${jobs.kept.split('/')[0]}\n`);
  });

  it.each([
    ['the program', 'cp evil "$node"', 1],
    ['the archive', 'cp evil "$archive"', 2],
    ['both', 'cp evil "$node"; cp evil "$archive"', 2],
    [
      'both, to one that the archive holds',
      'cp evil "$node"; tar -czf "$archive" -C "$cache" "${node#"$cache/"}"',
      2,
    ],
  ])('is not run when somebody changed %s', async (_title, command, requests) => {
    using calls = openCallLog();
    const evil = `#!/bin/sh\n${calls.record('echo run')}\nexec "${process.execPath}" "$@"\n`;
    const change = changeKept(`printf %s "$EVIL" > evil; chmod 755 evil; ${command}`, evil);
    const outcome = await jobs.run({ steps: [jobs.load(), change, jobs.load()] });
    expectLoaded(outcome);
    expect(outcome.succeeded).toBe(true);
    expect(calls.read()).toEqual([]);
    expect(jobs.mirror.takeRequests()).toHaveLength(requests);
  });

  /** A step that changes $node or $archive, as they are kept below $cache; $EVIL is that text. */
  function changeKept(command: string, evil = ''): unknown {
    const paths = `cache=${cache}; node=$cache/${jobs.kept}; archive=$cache/${jobs.keptArchive}`;
    return {
      run: {
        environment: { EVIL: evil },
        command: `umask 077; ${paths}; mkdir -p "$cache"\n${command}`,
      },
    };
  }

  it.each([
    ['others may write there', `chmod 777 ${cache}`],
    ['the group may write there', `chmod 770 ${cache}`],
    ['it is a link', `mv ${cache} "$HOME/real"; ln -s "$HOME/real" ${cache}`],
  ])('is not run when %s', (_title, after) => expectPassedOver(after));

  asRoot('is not run when it belongs to another user', () =>
    expectPassedOver(`chown 65534 ${cache}`),
  );

  async function expectPassedOver(after: string): Promise<void> {
    using calls = openCallLog();
    const run = `${plant(cache, `${calls.record('echo run').replaceAll("'", '"')}; echo v22.0.0`)}; ${after}`;
    const outcome = await jobs.run({ steps: [{ run }, jobs.load()] });
    expectLoaded(outcome);
    expect(calls.read()).toEqual([]);
    expect(outcome.listChangedFiles(1)).toContain(`tmp/vault-oidc-${user}/${jobs.kept}`);
  }

  asRoot('below TMPDIR is not run either when it belongs to another user', async () => {
    const run = `${plant('"$TMPDIR/vault-oidc-0"', 'echo v22.0.0')}; chown 65534 "$TMPDIR/vault-oidc-0"`;
    await expectFailure(
      jobs,
      { environment: { HOME: '/proc/none', XDG_CACHE_HOME: '' }, steps: [{ run }, jobs.load()] },
      { status: 7, codes: ['NODE_NOT_KEPT'] },
    );
  });
});
