import { readFileSync } from 'node:fs';
import { type NodeRelease, nodeRelease } from '../orb/node-release.ts';
import { printOrb } from '../orb/orb.ts';
import { type Payload, packPayload } from '../orb/payload.ts';
import { printFetchNode, trimScript } from '../orb/shell-text.ts';
import { bundleHelper, readPackage, root } from './bundle-helper.ts';
import { bundleInstaller } from './bundle-installer.ts';

/** What an orb is made from; the rest is in the sources. */
export interface OrbParts {
  /** The bundled programs. */
  readonly helper: Buffer;
  readonly installer: Buffer;
  /** Left out: the release that the orb is published with. */
  readonly nodeRelease?: NodeRelease;
}

export interface MadeOrb {
  /** The packed orb's YAML text. */
  readonly yaml: string;
  readonly helper: Payload;
  readonly installer: Payload;
  /** The shell texts as every step carries them. */
  readonly launcher: string;
  readonly fetchNode: string;
}

const mostInstallerParts = 8;

/** Makes the orb. Throws when a program does not fit into a step's environment. */
export function makeOrb(parts: OrbParts): MadeOrb {
  const made = {
    helper: packPayload(parts.helper, 1),
    installer: packPayload(parts.installer, mostInstallerParts),
    ...readStepTexts(parts.nodeRelease),
  };
  return { ...made, yaml: printOrb({ ...made, description: readPackage().description }) };
}

/** Bundles the programs and makes the orb that is published; writes nothing. */
export async function makeWholeOrb(): Promise<OrbParts & { readonly orb: MadeOrb }> {
  const parts = { helper: await bundleHelper(), installer: await bundleInstaller() };
  return { ...parts, orb: makeOrb(parts) };
}

/** The shell texts that the orb's steps carry, with the Node that they fetch. */
export function readStepTexts(
  release: NodeRelease = nodeRelease,
): Pick<MadeOrb, 'launcher' | 'fetchNode'> {
  return {
    launcher: trimScript(readScript('launcher.sh')),
    fetchNode: printFetchNode(readScript('fetch-node.sh'), release),
  };
}

function readScript(name: string): string {
  return readFileSync(`${root}orb/${name}`, 'utf8');
}
