/** Where a part of a config's text stands, in UTF-16 units from its start. */
interface Place {
  readonly start: number;
  /** Behind its last character; in block style, comments and blanks that follow may be in it. */
  readonly end: number;
  /** The name that aliases know it by. */
  readonly anchor: string | undefined;
}

export interface ConfigPair {
  readonly key: string;
  /** Where the key begins. */
  readonly start: number;
  readonly value: ConfigNode;
}

export interface ConfigItem {
  /** Where its dash is, in a block list; else where it begins. */
  readonly start: number;
  readonly value: ConfigNode;
}

/** A map; in flow style it stands between braces, else each key begins a line. */
export type ConfigMap = Place & {
  readonly kind: 'map';
  readonly isFlow: boolean;
  readonly pairs: readonly ConfigPair[];
};
/** A list; in flow style it stands between brackets, else each dash begins a line. */
export type ConfigList = Place & {
  readonly kind: 'list';
  readonly isFlow: boolean;
  readonly items: readonly ConfigItem[];
};
export type ConfigScalar = Place & {
  readonly kind: 'scalar';
  readonly value: unknown;
  readonly isQuoted: boolean;
};
/** `*name`, in the place of what the anchor names. */
export type ConfigAlias = Place & { readonly kind: 'alias'; readonly name: string };
/** No value where one could stand; its place is behind the colon or the dash. */
export type ConfigGap = Place & { readonly kind: 'gap' };

/** A config's YAML, each part with its place in the text. */
export type ConfigNode = ConfigMap | ConfigList | ConfigScalar | ConfigAlias | ConfigGap;

/** A config's tree, or why its text has none. */
export type ReadConfig =
  | { readonly tree: ConfigNode; readonly problem?: never }
  | { readonly problem: string };

/** The value of the map's own key; undefined when there is none, or no map. */
export function getValue(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node?.kind === 'map' ? node.pairs.find((pair) => pair.key === key)?.value : undefined;
}

/** The scalar's text; undefined for any other node, and for a scalar that is no text. */
export function readText(node: ConfigNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

/** Where the node's own text ends: comments and blanks that follow are not in it. */
export function findEnd(node: ConfigNode): number {
  const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.isFlow;
  const last = isBlock ? (node.kind === 'map' ? node.pairs : node.items).at(-1) : undefined;
  return last === undefined ? node.end : findEnd(last.value);
}

/** Every node below this one and itself, in the order of the text. */
export function listNodes(node: ConfigNode): ConfigNode[] {
  switch (node.kind) {
    case 'map':
      return [node, ...node.pairs.flatMap(({ value }) => listNodes(value))];
    case 'list':
      return [node, ...node.items.flatMap(({ value }) => listNodes(value))];
    default:
      return [node];
  }
}
