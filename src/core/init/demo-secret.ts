import { demoSecretPath } from '../administration/desired-resources.ts';
import { parseReferences } from '../references/parse-references.ts';
import { formatPath } from '../references/reference.ts';
import { type ConfigNode, listNodes, readText } from './config-tree.ts';

/** Whether one of a config's texts is references that load the tutorial's secret, wherever the config has it. */
export function readsDemoSecret(tree: ConfigNode): boolean {
  return listNodes(tree).some((node) => namesDemoSecret(readText(node) ?? ''));
}

/** Whether a text is references, and loads the tutorial's secret; shell text that names it is none. */
export function namesDemoSecret(text: string): boolean {
  const { references, failures } = parseReferences(text, {});
  const isDemo = ({ path }: (typeof references)[number]): boolean =>
    formatPath({ ...path, version: undefined }) === `secret/${demoSecretPath}`;
  return failures.length === 0 && references.some(isDemo);
}
