import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { yamlVersion } from '../orb/circleci-yaml.ts';
import { printOrb } from '../orb/orb.ts';
import { packPayload } from '../orb/payload.ts';
import { bundleHelper, readPackage, root } from './bundle-helper.ts';
import { writeTree } from './unpack/tree.ts';
import { unpackOrb } from './unpack/unpack-orb.ts';

const [directory = `${root}dist`] = process.argv.slice(2);
const helper = await bundleHelper();
const payload = packPayload(helper);
const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');
const orb = printOrb({ description: readPackage().description, payload, launcher });
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
