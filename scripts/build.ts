import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { yamlVersion } from '../orb/circleci-yaml.ts';
import type { Payload } from '../orb/payload.ts';
import { bundleCli } from './bundle-cli.ts';
import { root } from './bundle-helper.ts';
import { makeWholeOrb } from './make-orb.ts';
import { writeTree } from './unpack/tree.ts';
import { unpackOrb } from './unpack/unpack-orb.ts';

const [directory = `${root}dist`] = process.argv.slice(2);
const { helper, installer, orb } = await makeWholeOrb();
const scriptNames = new Map([
  [orb.launcher, 'launcher.sh'],
  [orb.fetchNode, 'fetch-node.sh'],
  ...nameTexts(orb.helper, 'helper'),
  ...nameTexts(orb.installer, 'installer'),
]);

mkdirSync(directory, { recursive: true });
writeFileSync(resolve(directory, 'helper.cjs'), helper);
writeFileSync(resolve(directory, 'installer.cjs'), installer);
writeFileSync(resolve(directory, 'cli.mjs'), await bundleCli(), { mode: 0o755 });
writeFileSync(resolve(directory, 'orb.yml'), orb.yaml);
writeTree(resolve(directory, 'orb'), unpackOrb(parse(orb.yaml, yamlVersion), scriptNames));
console.log(
  [
    `dist/helper.cjs ${helper.length} bytes, ${countCharacters(orb.helper)} characters packed`,
    `dist/installer.cjs ${installer.length} bytes, ${countCharacters(orb.installer)} characters packed`,
    `launcher ${orb.launcher.length}, fetch-node ${orb.fetchNode.length}; dist/orb.yml ${orb.yaml.length}`,
  ].join('\n'),
);

function nameTexts({ parts }: Payload, name: string): [string, string][] {
  return parts.map((text, index) => [text, `${name}${index === 0 ? '' : `-${index + 1}`}.txt`]);
}

function countCharacters({ parts }: Payload): number {
  return parts.join('').length;
}
