import { getMember, isJsonObject, type JsonObject, stringifyJson } from '../json.ts';

/** A field that is not as it should be; what is not there is undefined. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * The fields of the wish that were found to differ. Lists are compared without their order,
 * and one text is the same as a list of it, as Vault takes them. A field that is empty and one
 * that is not there are the same; a claim that is not bound and one that is bound to `false` are not.
 */
export function compareFields(wished: JsonObject, found: JsonObject): FieldChange[] {
  return Object.entries(wished).flatMap(([field, to]) => {
    const from = getMember(found, field);
    if (isJsonObject(to)) return compareMembers(field, to, isJsonObject(from) ? from : {});
    if ((isEmpty(from) && isEmpty(to)) || isSame(from, to)) return [];
    return [{ field, from: toPlainValue(from), to }];
  });
}

function compareMembers(field: string, wished: JsonObject, found: JsonObject): FieldChange[] {
  const names = new Set([...Object.keys(wished), ...Object.keys(found)]);
  return [...names]
    .filter((name) => !isSame(getMember(found, name), wished[name]))
    .map((name) => ({
      field: `${field} "${name}"`,
      from: toPlainValue(getMember(found, name)),
      to: wished[name],
    }));
}

/** Whether a field of an answer holds nothing: none, false, 0 or without a member. */
export function isEmpty(value: unknown): boolean {
  const plain = toPlainValue(value);
  if (Array.isArray(plain)) return plain.length === 0;
  return isJsonObject(plain) ? Object.keys(plain).length === 0 : !plain;
}

/** The value with JavaScript's numbers in the place of an answer's digits. */
export function toPlainValue(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(stringifyJson(value));
}

function isSame(one: unknown, other: unknown): boolean {
  return listParts(one) === listParts(other);
}

function listParts(value: unknown): string {
  if (value === undefined) return 'nothing';
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map(stringifyJson).sort().join();
}
