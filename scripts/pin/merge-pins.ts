import { type Refusal, throwRefusals } from '../refusal.ts';
import { namePin, type Pin } from './pin.ts';
import { sortPins } from './record.ts';
import { isSigned } from './sources.ts';

/** What becomes of the record: all pins of it, and those that are new or better vouched for. */
export interface Merged {
  readonly pins: readonly Pin[];
  readonly added: readonly Pin[];
  readonly confirmed: readonly Pin[];
}

/**
 * Puts pins to those of the record. None is taken away. A signature becomes the source of
 * a digest that something else vouched for. Throws `Refused` for a digest that differs from
 * the pinned one or from another of the same call: an archive does not change once it is out.
 */
export function mergePins(pinned: readonly Pin[], given: readonly Pin[]): Merged {
  const merged = new Map(pinned.map((pin) => [namePin(pin), pin]));
  const added: Pin[] = [];
  const confirmed: Pin[] = [];
  const refusals: Refusal[] = [];
  for (const pin of given) {
    const name = namePin(pin);
    const known = merged.get(name);
    if (known !== undefined && known.sha256 !== pin.sha256) {
      refusals.push(refuseChange(name, known, pin));
    } else if (known === undefined) {
      merged.set(name, pin);
      added.push(pin);
    } else if (isSigned(pin) && !isSigned(known)) {
      merged.set(name, pin);
      confirmed.push(pin);
    }
  }
  throwRefusals(refusals);
  return { pins: sortPins([...merged.values()]), added: sortPins(added), confirmed };
}

function refuseChange(name: string, known: Pin, pin: Pin): Refusal {
  return {
    what: `${name} has another digest than the one that is pinned.`,
    why: `pinned is ${known.sha256} (${known.source}), and now comes ${pin.sha256} (${pin.source})`,
    next: [
      'find out which of the two is wrong before anything else: an archive does not change once it is published',
    ],
  };
}
