import type { Pin } from './pin.ts';

const signed = 'sums signed with ';

/** The source of a digest that the publisher's signed sums give. */
export function describeSigned(fingerprint: string): string {
  return `${signed}${fingerprint}`;
}

/** The source of a digest that package indexes give; one alone needs a person's word. */
export function describeIndexes(indexes: readonly string[]): string {
  return indexes.length > 1
    ? indexes.join(' and ')
    : `${indexes.join()} alone, taken by a maintainer's decision`;
}

/** Whether the publisher's signature vouches for it. */
export function isSigned({ source }: Pick<Pin, 'source'>): boolean {
  return source.startsWith(signed);
}
