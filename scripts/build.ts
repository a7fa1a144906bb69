import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { printOrb } from '../orb/orb.ts';
import { packPayload } from '../orb/payload.ts';
import { bundleHelper, readPackage, root } from './bundle-helper.ts';

const helper = await bundleHelper();
const payload = packPayload(helper);
const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');
const orb = printOrb({ description: readPackage().description, payload, launcher });

mkdirSync(`${root}dist`, { recursive: true });
writeFileSync(`${root}dist/helper.cjs`, helper);
writeFileSync(`${root}dist/orb.yml`, orb);
console.log(
  `dist/helper.cjs ${helper.length} bytes, ${payload.text.length} characters packed; launcher ${launcher.length}; dist/orb.yml ${orb.length}`,
);
