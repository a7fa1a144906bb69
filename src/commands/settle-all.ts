import { Failed, type Failure, throwFailures } from '../core/failure.ts';

/**
 * What all of the work gives, in its order, once all of it has ended: nothing goes
 * on behind the back of a failure. Throws `Failed` with the different failures of
 * all that threw it.
 */
export async function settleAll<Value>(work: readonly Promise<Value>[]): Promise<Value[]> {
  const failures = new Map<string, Failure>();
  const values: Value[] = [];
  for (const result of await Promise.allSettled(work)) {
    if (result.status === 'fulfilled') values.push(result.value);
    else if (!(result.reason instanceof Failed)) throw result.reason;
    else for (const failure of result.reason.failures) failures.set(failure.what, failure);
  }
  throwFailures([...failures.values()]);
  return values;
}
