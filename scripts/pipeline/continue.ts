import { readFileSync } from 'node:fs';
import { root } from '../bundle-helper.ts';
import { injectOrb } from './inject-orb.ts';

// Ends the setup phase of a pipeline: hands CircleCI the config of the rest, with the orb
// of dist in it (CircleCI, "Dynamic configuration"; a pipeline can be continued once).

const { CIRCLE_CONTINUATION_KEY: key, CIRCLE_HOST: host = 'https://circleci.com' } = process.env;
if (key === undefined) throw new Error('CIRCLE_CONTINUATION_KEY is not set: this is no setup job');
const configuration = injectOrb(
  readFileSync(`${root}.circleci/test-deploy.yml`, 'utf8'),
  readFileSync(`${root}dist/orb.yml`, 'utf8'),
);
const answer = await fetch(`${host}/api/v2/pipeline/continue`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ 'continuation-key': key, configuration }),
});
if (!answer.ok) {
  throw new Error(`CircleCI does not continue: ${answer.status} ${await answer.text()}`);
}
console.log(`CircleCI continues with ${configuration.length} characters of config`);
