import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';

const needed = ['src', 'orb', 'scripts', 'package.json', 'tsconfig.json'];

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-build-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Builds a copy of the sources in a folder of that name; gives the digest of each product. */
function buildIn(name: string, cwd: string, environment: Readonly<Record<string, string>>) {
  const checkout = join(directory, name);
  for (const entry of needed) cpSync(root + entry, join(checkout, entry), { recursive: true });
  symlinkSync(`${root}node_modules`, join(checkout, 'node_modules'));
  const loader = import.meta.resolve('tsx');
  execFileSync(process.execPath, ['--import', loader, join(checkout, 'scripts/build.ts')], {
    cwd: cwd === '' ? checkout : cwd,
    env: { PATH: process.env['PATH'], ...environment },
  });
  return ['orb.yml', 'helper.cjs', 'installer.cjs'].map((product) => {
    const bytes = readFileSync(join(checkout, 'dist', product));
    return `${product} ${createHash('sha256').update(bytes).digest('hex')}`;
  });
}

it('gives the same bytes in another folder, working directory, time zone and language', () => {
  const first = buildIn('checkout', '', { TZ: 'UTC', LC_ALL: 'C', HOME: directory });
  const second = buildIn('deep er/node-vault/co', '/', {
    TZ: 'Asia/Kathmandu',
    LC_ALL: 'C.UTF-8',
    LANG: 'tr_TR.UTF-8',
    CI: 'true',
    NODE_ENV: 'production',
  });
  expect(second).toEqual(first);
}, 120_000);
