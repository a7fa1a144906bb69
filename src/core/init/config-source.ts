import { type ConfigMap, type ConfigNode, listNodes } from './config-tree.ts';
import { refuseConfig } from './refusal.ts';

/** A config under work: its text, its tree, and what its aliases name. */
export interface ConfigSource {
  readonly text: string;
  readonly root: ConfigMap;
  /** What an alias stands for; the node itself for any other. */
  resolve(node: ConfigNode | undefined): ConfigNode | undefined;
  /** Throws `Failed` when an alias elsewhere stands for one of these, which would change with it. */
  requireOwn(nodes: readonly ConfigNode[]): void;
}

/** Makes it of a text and its tree; throws `Failed` on a config that no orb can be added to. */
export function openConfigSource(text: string, root: ConfigNode): ConfigSource {
  if (root.kind !== 'map') throw refuseConfig('it is no map of keys');
  const nodes = listNodes(root);
  const anchored = new Map(nodes.flatMap((node) => (node.anchor ? [[node.anchor, node]] : [])));
  const used = new Set(nodes.flatMap((node) => (node.kind === 'alias' ? [node.name] : [])));
  return {
    text,
    root,
    resolve: (node) => (node?.kind === 'alias' ? anchored.get(node.name) : node),
    requireOwn: (path) => {
      const shared = path.find(({ anchor }) => anchor !== undefined && used.has(anchor));
      if (shared === undefined) return;
      throw refuseConfig(
        `what would change is shared by the anchor &${shared.anchor}, and would change elsewhere too`,
      );
    },
  };
}

/** The value of the map's own key, else of one that it merges in (`<<`). */
export function findValue(
  { resolve }: ConfigSource,
  map: ConfigNode | undefined,
  key: string,
): { readonly value: ConfigNode; readonly isMerged: boolean } | undefined {
  if (map?.kind !== 'map') return undefined;
  const own = map.pairs.find((pair) => pair.key === key);
  if (own !== undefined) return { value: own.value, isMerged: false };
  for (const merge of map.pairs.filter((pair) => pair.key === '<<')) {
    const sources = merge.value.kind === 'list' ? merge.value.items : [merge];
    for (const { value } of sources) {
      const found = resolve(value);
      const pair = found?.kind === 'map' ? found.pairs.find((each) => each.key === key) : undefined;
      if (pair !== undefined) return { value: pair.value, isMerged: true };
    }
  }
  return undefined;
}
