import { Interruption, watchForInterruption } from '../interruption.ts';
import { Refused, renderRefusal } from '../refusal.ts';

/**
 * Does the work, which `signal` tells to break off. What stops it is printed after the
 * script's name, and the script ends with 1, or as a shell tells the signal that ended it.
 */
export async function reportRefusals(
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const signal = watchForInterruption();
  try {
    await work(signal);
  } catch (error) {
    const cause: unknown = signal.reason;
    process.exitCode = cause instanceof Interruption ? cause.exitStatus : 1;
    if (error instanceof Refused) {
      for (const refusal of error.refusals) console.error(`${name}: ${renderRefusal(refusal)}`);
    } else if (cause instanceof Interruption) {
      console.error(`${name}: ${cause.message}; nothing was sent`);
    } else {
      throw error;
    }
  }
}
