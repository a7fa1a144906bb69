import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../support/runner/run-job.ts';
import { readOutputs, runSteps } from '../../support/runner/run-steps.ts';

describe('each step', () => {
  it('has a fresh shell: nothing but files goes from one to the next', async () => {
    const steps = [
      { run: 'export SEEN=yes; name=x; cd /; set +e; alias a=b; echo kept > ~/file' },
      { run: 'echo "${SEEN-}|${name-}|$-|$(cat ~/file)|${PWD#"$HOME"}"' },
    ];
    expect((await readOutputs(steps))[1]).toMatch(/^\|\|e[a-zA-Z]*\|kept\|\/project\n$/);
  });

  it.each([
    ['ends at the first command that fails', 'false; echo on', 'failed', /^$/],
    ['fails with the first of a pipeline', 'false | cat', 'failed', /^$/],
    ['goes on where a failure is asked for', 'false || echo on', 'success', /^on\n$/],
    ['knows no unset variables', 'echo "[${NOBODY}]"', 'success', /^\[\]\n$/],
    [
      'is non-interactive and no login shell',
      'shopt -q login_shell || echo "$-"',
      'success',
      /^[^i]+$/,
    ],
  ])('%s', async (_title, command, status, output) => {
    const [step] = (await runSteps([{ run: command }])).steps;
    expect(step).toMatchObject({ status, exitStatus: status === 'success' ? 0 : 1 });
    expect(step?.output).toMatch(output);
  });

  it.each([
    ['its own', { shell: 'dash -u', command: 'echo "$NOBODY"; echo on' }, {}, /NOBODY: (?!.*on)/],
    ["the job's", { command: 'false; echo on' }, { shell: '/bin/bash' }, /^on\n$/],
    [
      "its own, not the job's,",
      { shell: 'bash -e', command: 'echo on' },
      { shell: 'no' },
      /^on\n$/,
    ],
  ])('runs in %s shell', async (_title, step, jobKeys, output) => {
    expect((await readOutputs([{ run: step }], {}, { jobKeys }))[0]).toMatch(output);
  });

  it('keeps the exit status, and both outputs, apart and together', async () => {
    const command = 'echo one; echo two >&2; echo three; exit 42';
    const [step] = (await runSteps([{ run: { name: 'speak', command } }])).steps;
    expect(step).toMatchObject({
      name: 'speak',
      status: 'failed',
      exitStatus: 42,
      stdout: 'one\nthree\n',
      stderr: 'two\n',
    });
    expect(step?.output.split('\n').sort()).toEqual(['', 'one', 'three', 'two']);
  });

  it('has its output whole, also when it is long and its characters are', async () => {
    const [step] = (await runSteps([{ run: 'for i in $(seq 20000); do echo "é€😊 $i"; done' }]))
      .steps;
    const lines = step?.stdout.split('\n') ?? [];
    expect(lines).toHaveLength(20001);
    expect(lines.filter((line) => line.startsWith('é€😊 '))).toHaveLength(20000);
  });

  it('reads nothing: its standard input is at its end', async () => {
    expect(await readOutputs([{ run: 'cat; echo end' }])).toEqual(['end\n']);
  });
});

describe('after a failure', () => {
  const moments = [
    { run: { name: 'plain', command: 'true' } },
    { run: { name: 'on_success', command: 'true', when: 'on_success' } },
    { run: { name: 'on_fail', command: 'true', when: 'on_fail' } },
    { run: { name: 'always', command: 'true', when: 'always' } },
  ];
  const list = (steps: readonly StepResult[]): object =>
    Object.fromEntries(steps.map(({ name, status }) => [name, status]));

  it.each([
    ['none', 'true', true, { plain: 'success', on_success: 'success', on_fail: 'skipped' }],
    ['one', 'exit 7', false, { plain: 'skipped', on_success: 'skipped', on_fail: 'success' }],
  ])('or %s, those steps run that are due', async (_title, command, succeeded, due) => {
    const result = await runSteps([{ run: { name: 'first', command } }, ...moments]);
    expect(result.succeeded).toBe(succeeded);
    expect(list(result.steps)).toMatchObject({ ...due, always: 'success' });
  });

  it('of a step that always runs, the later ones are skipped', async () => {
    const fails = { run: { name: 'fails', command: 'false', when: 'always' } };
    const result = await runSteps([fails, ...moments]);
    expect(list(result.steps)).toEqual({
      fails: 'failed',
      plain: 'skipped',
      on_success: 'skipped',
      on_fail: 'success',
      always: 'success',
    });
  });

  it('tells of each step in turn', async () => {
    const told: unknown[] = [];
    const steps = ['checkout', { run: 'false' }, { run: 'true' }];
    await runSteps(steps, { onStep: ({ name, status }) => told.push([name, status]) });
    expect(told).toEqual([
      ['checkout', 'passed over'],
      ['false', 'failed'],
      ['true', 'skipped'],
    ]);
  });
});
