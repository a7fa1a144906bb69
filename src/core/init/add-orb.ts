import { addPair } from './add-entries.ts';
import type { ConfigSource } from './config-source.ts';
import { type ConfigNode, type ConfigPair, getValue, readText } from './config-tree.ts';
import { type Insertion, insertLinesAfter, measureColumn } from './insertion.ts';
import { refuseConfig } from './refusal.ts';

/** The orb that a config shall have. */
export interface WantedOrb {
  /** What the config shall call it. */
  readonly alias: string;
  /** With its version, such as `org/orb@1`. */
  readonly reference: string;
}

/** What makes it the config's, and how the config calls it. */
export interface AddedOrb {
  readonly alias: string;
  readonly insertions: readonly Insertion[];
}

/** Adds the orb, unless the config has it in any version. Throws `Failed`. */
export function addOrb(source: ConfigSource, { alias, reference }: WantedOrb): AddedOrb {
  const { text, root } = source;
  const orbs = getValue(root, 'orbs');
  const entry = { lines: [`${alias}: ${reference}`], flow: `${alias}: ${reference}` };
  if (orbs === undefined) {
    const version = getValue(root, 'version');
    const lines = ['orbs:', `  ${entry.lines[0]}`];
    if (version === undefined) throw refuseConfig('it states no version');
    if (root.isFlow) return { alias, insertions: [addPair(text, root, flowOrbs(entry.flow))] };
    const behind = insertLinesAfter(text, version.end, ['', ...lines]);
    const isFollowed = /^\s*\S/.test(text.slice(behind.offset).split('\n')[0] ?? '');
    return {
      alias,
      insertions: [isFollowed ? insertLinesAfter(text, version.end, ['', ...lines, '']) : behind],
    };
  }
  if (orbs.kind === 'gap') {
    const column = measureColumn(text, root.start) + 2;
    const line = ' '.repeat(column) + entry.flow;
    return { alias, insertions: [insertLinesAfter(text, orbs.start, [line])] };
  }
  const pairs = listPairs(source, orbs);
  if (pairs === undefined) throw refuseConfig('its orbs are no map of names');
  const [name] = reference.split('@');
  const there = pairs.find(({ value }) => namesOrb(source.resolve(value), name));
  if (there !== undefined) return { alias: there.key, insertions: [] };
  if (pairs.some(({ key }) => key === alias)) {
    throw refuseConfig(`the name ${alias} stands for another orb there`);
  }
  if (orbs.kind === 'alias') {
    // What it stands for has another place, which keeps its own orbs.
    const merged = [
      { offset: orbs.start, text: '{<<: ' },
      { offset: orbs.end, text: `, ${entry.flow}}` },
    ];
    return { alias, insertions: merged };
  }
  if (orbs.kind !== 'map') throw refuseConfig('its orbs are no map of names');
  source.requireOwn([orbs]);
  return { alias, insertions: [addPair(text, orbs, entry)] };
}

/** The pairs of a map, or of what an alias or a merge (`<<`) puts there; undefined for no map. */
function listPairs(source: ConfigSource, node: ConfigNode | undefined): ConfigPair[] | undefined {
  const map = source.resolve(node);
  if (map?.kind === 'list') return map.items.flatMap(({ value }) => listPairs(source, value) ?? []);
  return map?.kind === 'map'
    ? map.pairs.flatMap((pair) =>
        pair.key === '<<' ? (listPairs(source, pair.value) ?? []) : [pair],
      )
    : undefined;
}

function flowOrbs(flow: string) {
  return { lines: [], flow: `orbs: {${flow}}` };
}

function namesOrb(value: ConfigNode | undefined, name: string | undefined): boolean {
  return readText(value)?.split('@')[0] === name;
}
