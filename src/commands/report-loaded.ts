import { nameFromKey } from '../core/names.ts';
import type { PickedVariable } from '../core/pick.ts';
import { formatPath } from '../core/references/reference.ts';
import { nameAsVaultAction } from '../core/references/vault-action-name.ts';
import type { Report } from '../ports.ts';

/** Tells what was loaded and from where: names, paths and versions, nothing of the values. */
export function reportLoaded(variables: readonly PickedVariable[], report: Report): void {
  const paths = new Set(variables.map(({ reference }) => formatPath(reference.path)));
  const width = Math.max(0, ...variables.map(({ name }) => name.length));
  const rows = variables.map((variable) => {
    return `\n  ${variable.name.padEnd(width)}  ${describeOrigin(variable)}`;
  });
  const variableCount = count(variables.length, 'variable');
  report.tell(`loaded ${variableCount} from ${count(paths.size, 'path')}${rows.join('')}`);
  noteOtherNames(variables, report);
}

function describeOrigin({ reference, key, version, isDefault }: PickedVariable): string {
  const place = [formatPath({ ...reference.path, version: undefined }), key ?? '.'].join(' ');
  if (isDefault) return `the default, for ${formatPath(reference.path)} has no such value`;
  return version === undefined ? place : `${place} (version ${version})`;
}

/** Whoever pasted a vault-action step learns which names came out otherwise there. */
function noteOtherNames(variables: readonly PickedVariable[], report: Report): void {
  for (const { name, key, reference } of variables) {
    const isMade = !reference.isNameStated && key !== undefined && name.endsWith(nameFromKey(key));
    if (!isMade || reference.selector.kind === 'whole secret') continue;
    const other = name.slice(0, -nameFromKey(key).length) + nameAsVaultAction(key);
    if (other === name) continue;
    report.note(`"${key}" became ${name}; vault-action makes it ${other}: state a name to choose`);
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
