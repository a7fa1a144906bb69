import {
  isAlias,
  isMap,
  isScalar,
  type ParsedNode,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { ConfigItem, ConfigNode, ConfigPair, ReadConfig } from '../core/init/config-tree.ts';

/** What has no place in a tree. */
class Unplaced extends Error {}

/** Reads a config's text, each part with its place; CircleCI reads YAML 1.1. */
export function readConfigDocument(text: string): ReadConfig {
  const document = parseDocument(text, { version: '1.1', keepSourceTokens: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const [said = ''] = error.message.split('\n');
    return { problem: `it is not YAML: ${said.replace(/:$/, '')}` };
  }
  if (document.contents === null) return { problem: 'it holds nothing but comments' };
  try {
    return { tree: readNode(document.contents) };
  } catch (found) {
    if (found instanceof Unplaced) return { problem: found.message };
    throw found;
  }
}

function readNode(node: ParsedNode): ConfigNode {
  const [start, end] = node.range;
  if (isAlias(node)) return { kind: 'alias', start, end, anchor: undefined, name: node.source };
  const place = { start, end, anchor: node.anchor };
  if (isScalar(node)) {
    return { ...place, kind: 'scalar', value: node.value, isQuoted: node.type !== 'PLAIN' };
  }
  const isFlow = node.flow === true;
  return isMap(node)
    ? { ...place, kind: 'map', isFlow, pairs: node.items.map(readPair) }
    : { ...place, kind: 'list', isFlow, items: readItems(node) };
}

function readPair({ key, value, srcToken }: YAMLMap.Parsed['items'][number]): ConfigPair {
  if (!isScalar(key)) throw new Unplaced('one of its keys is no plain text');
  const name = typeof key.value === 'string' ? key.value : key.source;
  const [start, end] = key.range;
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind')?.offset ?? end;
  return { key: String(name), start, value: readValue(value, colon + 1) };
}

function readItems({ items, srcToken }: YAMLSeq.Parsed): ConfigItem[] {
  return items.map((item, place) => {
    const dash = srcToken?.items[place]?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
    const start = dash ?? item.range[0];
    return { start, value: readValue(item, start + 1) };
  });
}

/** The node, or the gap at `gap` where the text has none. */
function readValue(node: ParsedNode | null, gap: number): ConfigNode {
  const isThere = node !== null && (node.range[0] < node.range[1] || node.tag !== undefined);
  return isThere ? readNode(node) : { kind: 'gap', start: gap, end: gap, anchor: undefined };
}
