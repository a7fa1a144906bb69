import { readFileSync } from 'node:fs';
import { printOrb } from '../orb/orb.ts';
import { type Payload, packPayload } from '../orb/payload.ts';
import { bundleHelper, readPackage, root } from './bundle-helper.ts';

/** The orb as the sources make it, and the parts that it carries. */
export interface MadeOrb {
  readonly helper: Buffer;
  readonly payload: Payload;
  readonly launcher: string;
  /** The orb's YAML. */
  readonly text: string;
}

/** Makes the orb from the sources and writes nothing. Throws when the helper does not fit. */
export async function makeOrb(): Promise<MadeOrb> {
  const helper = await bundleHelper();
  const payload = packPayload(helper);
  const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');
  const text = printOrb({ description: readPackage().description, payload, launcher });
  return { helper, payload, launcher, text };
}
