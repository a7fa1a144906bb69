import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExempt } from '../../src/core/no-proxy.ts';

const fourBytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
// Zeros more often than chance has them, so that "::" stands at every place.
const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
const eightGroups = fc.array(group, { minLength: 8, maxLength: 8 });

interface Family {
  readonly title: string;
  readonly groups: fc.Arbitrary<number[]>;
  readonly groupBits: bigint;
  readonly bits: number;
  readonly write: (groups: readonly number[]) => string;
  readonly writeHost: (text: string) => string;
}

const families: readonly Family[] = [
  {
    title: 'IPv4',
    groups: fourBytes,
    groupBits: 8n,
    bits: 32,
    write: (groups) => groups.join('.'),
    writeHost: (text) => text,
  },
  {
    title: 'IPv6',
    groups: eightGroups,
    groupBits: 16n,
    bits: 128,
    write: (groups) => groups.map((one) => one.toString(16)).join(':'),
    writeHost: (text) => `[${text}]`,
  },
];

describe.each(families)('a network of $title', ({ groups, groupBits, bits, write, writeHost }) => {
  const toNumber = (parts: readonly number[]): bigint =>
    parts.reduce((number, part) => (number << groupBits) | BigInt(part), 0n);
  const fromNumber = (number: bigint): number[] =>
    Array.from({ length: bits / Number(groupBits) }, (_, index) => {
      const shift = BigInt(bits) - groupBits * BigInt(index + 1);
      return Number((number >> shift) & ((1n << groupBits) - 1n));
    });
  /** Whether two addresses have their first bits in common, by arithmetic. */
  const shareBits = (one: bigint, other: bigint, length: number): boolean =>
    one >> BigInt(bits - length) === other >> BigInt(bits - length);
  const exempts = (host: readonly number[], entry: string): boolean =>
    isExempt(new URL(`https://${writeHost(write(host))}:8200`), `other, ${entry}`);

  it('exempts the addresses that share its first bits, and no others', () => {
    const anywhere = fc.tuple(groups, groups, fc.integer({ min: 0, max: bits }));
    // One bit away from the network, for chance finds no neighbours.
    const nearby = fc
      .tuple(groups, fc.integer({ min: 0, max: bits - 1 }), fc.integer({ min: 0, max: bits }))
      .map(([base, bit, length]): [number[], number[], number] => [
        base,
        fromNumber(toNumber(base) ^ (1n << BigInt(bit))),
        length,
      ]);
    const check = ([base, host, length]: readonly [number[], number[], number]): void => {
      const expected = shareBits(toNumber(base), toNumber(host), length);
      expect(exempts(host, `${write(base)}/${length}`)).toBe(expected);
    };
    fc.assert(fc.property(fc.oneof(anywhere, nearby), check), { numRuns: 3000 });
  });

  it('exempts as a lone address that address alone', () => {
    const check = (base: number[], bit: number): void => {
      const neighbour = fromNumber(toNumber(base) ^ (1n << BigInt(bit)));
      expect(exempts(base, write(base))).toBe(true);
      expect(exempts(neighbour, write(base))).toBe(false);
    };
    fc.assert(fc.property(groups, fc.integer({ min: 0, max: bits - 1 }), check), { numRuns: 1000 });
  });
});
