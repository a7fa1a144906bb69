import type { Environment } from '../expansion.ts';

// Only what every part of a reference may hold, so that an unknown part leaves the others readable.
const begin = 'UNKNOWN_';
const end = '_HERE';
const mark = new RegExp(`${begin}((?:[0-9a-f]{4})+)${end}`, 'g');
const variable = /\$\{?([A-Za-z_]\w*)/g;

/** Stands for a text that only a running job knows; `written` is how the config has it. */
export function markUnknown(written: string): string {
  const codes = Array.from({ length: written.length }, (_unit, index) =>
    written.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return begin + codes.join('') + end;
}

/** What a text holds that only a running job knows, as the config has it; each once. */
export function listUnknown(text: string): string[] {
  const found = [...text.matchAll(mark)].map(([, codes = '']) => decode(codes));
  return [...new Set(found)];
}

/** The text with every mark as the config has it. */
export function writeUnknown(text: string): string {
  return text.replace(mark, (_mark, codes: string) => decode(codes));
}

/** An environment in which every variable that the text may name is unknown. */
export function makeUnknownEnvironment(text: string): Environment {
  const names = [...text.matchAll(variable)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, markUnknown(`\${${name}}`)]));
}

function decode(codes: string): string {
  const units = codes.match(/.{4}/g) ?? [];
  return units.map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');
}
