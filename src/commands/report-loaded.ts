import type { OpenedByReference, PickedVariable } from '../core/pick.ts';
import { formatPath } from '../core/references/reference.ts';
import { nameAsVaultAction } from '../core/references/vault-action-name.ts';
import type { Report } from '../ports.ts';

/** Tells what was loaded and from where: names, paths and versions, nothing of the values. */
export function reportLoaded(variables: readonly PickedVariable[], report: Report): void {
  const paths = new Set(variables.map(({ reference }) => formatPath(reference.path)));
  const width = Math.max(0, ...variables.map(({ name }) => name.length));
  const rows = variables.map((variable) => {
    // A key may hold newlines, and each variable has one line.
    return `\n  ${variable.name.padEnd(width)}  ${describeOrigin(variable).replace(/\s+/g, ' ')}`;
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

/** Tells which keys made no variable where every key was asked for. */
export function noteNulls(opened: OpenedByReference, report: Report): void {
  for (const [{ selector, path }, { values }] of opened) {
    const isNull = (key: string): boolean => selector.kind === 'every key' && values[key] === null;
    const keys = Object.keys(values).filter(isNull).join(', ');
    if (keys !== '') report.note(`null in ${formatPath(path)} is left out: ${keys}`);
  }
}

/** Whoever pasted a vault-action step learns which names came out otherwise there. */
function noteOtherNames(variables: readonly PickedVariable[], report: Report): void {
  for (const { name, key, reference } of variables) {
    const { selector, isNameStated } = reference;
    if (isNameStated || key === undefined) continue;
    const prefix = selector.kind === 'every key' ? selector.prefix : '';
    const other = prefix + nameAsVaultAction(key);
    // "**" keeps the keys as they are, and there both agree.
    if (other === name || name === prefix + key) continue;
    report.note(`"${key}" became ${name}; vault-action makes it ${other}: state a name to choose`);
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
