import type { Product } from '../../../src/core/releases/release.ts';

const names = { vault: 'Vault', openbao: 'OpenBao' };
const commit = '415e1fe3118eebd5df6cb60d13defdc01aa17b03';

/** A program that tells its version as the product does; a shell script, for every machine. */
export function writeBinary(product: Product, version: string): Buffer {
  return Buffer.from(`#!/bin/sh
[ "$1" = version ] || exit 64
echo '${names[product]} v${version} (${commit}), built 2022-11-23T12:53:46Z'
`);
}

const elfMachines = { s390: 22, riscv: 243 };

/** A program for a machine that no test runs on: the header of one, with nothing behind it. */
export function writeForeignBinary(machine: keyof typeof elfMachines = 's390'): Buffer {
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 0, 'latin1');
  // 64 bits, little-endian, version 1; an executable: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
  header.set([2, 1, 1], 4);
  header.writeUInt16LE(2, 16);
  header.writeUInt16LE(elfMachines[machine], 18);
  header.writeUInt32LE(1, 20);
  header.writeUInt16LE(64, 52);
  return header;
}
