import { Refused, renderRefusal } from '../refusal.ts';

/** Does the work; what stops it is printed after the script's name, and the script ends with 1. */
export async function reportRefusals(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Refused)) throw error;
    for (const refusal of error.refusals) console.error(`${name}: ${renderRefusal(refusal)}`);
  }
}
