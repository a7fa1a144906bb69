import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hardText } from '../support/arbitrary-text.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
});
afterAll(() => jobs.stop());

const longest = "it's\n".repeat(120 * 1024).slice(0, 120 * 1024);

/** Loads the values in one step, and gives what a later step has in their places. */
async function passThroughJob(values: readonly string[], locale: string): Promise<unknown[]> {
  const data = Object.fromEntries(values.map((value, index) => [`value_${index}`, value]));
  await jobs.server.write('secret/data/values', { data });
  const outcome = await jobs.run({
    steps: [loadSecrets('secret/values *')],
    environment: { LC_ALL: locale },
  });
  expect(outcome.step(0).stderr).toBe('');
  return values.map((_, index) => outcome.environment[`VALUE_${index}`]);
}

describe.each(['C', 'C.UTF-8'])('a job under LC_ALL=%s', (locale) => {
  it('hands any values to its later steps byte for byte', async () => {
    const values = fc.array(hardText, { minLength: 1, maxLength: 300, size: 'max' });
    await fc.assert(
      fc.asyncProperty(values, async (list) => {
        expect(await passThroughJob(list, locale)).toEqual(list);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('hands over one of 120 KiB as well', async () => {
    const [value] = await passThroughJob([longest], locale);
    expect(value === longest).toBe(true);
  });
});
