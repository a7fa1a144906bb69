import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { root } from '../bundle-helper.ts';
import { injectOrb } from './inject-orb.ts';

// Ends the setup phase of a pipeline: hands CircleCI the config of the rest, with the orb
// of dist in it (CircleCI, "Dynamic configuration"; a pipeline can be continued once),
// and the orb's digest, by which the job that publishes knows it again.

const { CIRCLE_CONTINUATION_KEY: key, CIRCLE_HOST: host = 'https://circleci.com' } = process.env;
if (key === undefined) throw new Error('CIRCLE_CONTINUATION_KEY is not set: this is no setup job');
const orb = readFileSync(`${root}dist/orb.yml`, 'utf8');
const configuration = injectOrb(readFileSync(`${root}.circleci/test-deploy.yml`, 'utf8'), orb);
const parameters = { orb_sha256: createHash('sha256').update(orb).digest('hex') };
const answer = await fetch(`${host}/api/v2/pipeline/continue`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ 'continuation-key': key, configuration, parameters }),
});
if (!answer.ok) {
  throw new Error(`CircleCI does not continue: ${answer.status} ${await answer.text()}`);
}
console.log(
  `CircleCI continues with ${configuration.length} characters of config, the orb ${parameters.orb_sha256} in it`,
);
