import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { yamlVersion } from '../orb/circleci-yaml.ts';
import { root } from './bundle-helper.ts';
import { makeOrb } from './make-orb.ts';
import { writeTree } from './unpack/tree.ts';
import { unpackOrb } from './unpack/unpack-orb.ts';

const [directory = `${root}dist`] = process.argv.slice(2);
const { helper, payload, launcher, text: orb } = await makeOrb();
const scriptNames = new Map([
  [launcher, 'launcher.sh'],
  [payload.text, 'helper.txt'],
]);

mkdirSync(directory, { recursive: true });
writeFileSync(resolve(directory, 'helper.cjs'), helper);
writeFileSync(resolve(directory, 'orb.yml'), orb);
writeTree(resolve(directory, 'orb'), unpackOrb(parse(orb, yamlVersion), scriptNames));
console.log(
  `dist/helper.cjs ${helper.length} bytes, ${payload.text.length} characters packed; launcher ${launcher.length}; dist/orb.yml ${orb.length}`,
);
