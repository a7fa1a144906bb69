import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, complain, type Environment, exchange, parseAnswer, print } from './exchange.ts';

const failed = 255;

/** The CLI 0.1: GraphQL, no retries, 255 for every failure. Gives the exit status. */
export async function runLegacy(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const { HOME: home = '', CIRCLECI_CLI_SKIP_UPDATE_CHECK: skip, CI: ci } = environment;
  mkdirSync(join(home, '.circleci'), { recursive: true });
  writeFileSync(join(home, '.circleci', 'cli.yml'), '');
  if (skip !== 'true' && ci !== 'true')
    print('You are running 0.1.47860', 'A new release is there');
  if (!environment['CIRCLECI_CLI_TELEMETRY_OPTOUT'] && ci !== 'true') print('Help us: telemetry?');

  const flag = args.find((text) => text.startsWith('-') && text !== '-');
  const [noun, verb, first = '', second = ''] = args;
  if (noun === 'version') {
    print('0.1.47860+abcdef0 (release)');
    return 0;
  }
  if (flag !== undefined) {
    complain(`Error: unknown flag: ${flag}`);
    return failed;
  }
  if (noun === 'orb' && verb === 'publish') return publish(first, second, environment);
  if (noun === 'orb' && verb === 'source') return source(first, environment);
  // An unknown verb shows the help, and is no failure there.
  complain('Usage: circleci ...');
  return 0;
}

async function publish(path: string, reference: string, environment: Environment): Promise<number> {
  if (!environment['CIRCLECI_CLI_TOKEN']) {
    complain("Error: please set a token with 'circleci setup'");
    return failed;
  }
  const found = /^([^/@]+)\/([^/@]+)@(.+)$/.exec(reference);
  if (found === null) {
    complain(`Error: Invalid orb reference '${reference}': Expected a namespace, orb and version`);
    return failed;
  }
  print('Once an orb is created it cannot be deleted. Orbs are semver compliant.');
  print('Therefore, allowing orb deletion would break builds.');
  const [, namespaceName, orbName, version = ''] = found;
  const answer = await ask(
    'mutation($config: String!, $orbName: String, $namespaceName: String, $version: String!) { publishOrb(orbName: $orbName, namespaceName: $namespaceName, orbYaml: $config, version: $version) { orb { version } errors { message } } }',
    { config: readFileSync(path, 'utf8'), namespaceName, orbName, version },
    environment,
  );
  if (typeof answer === 'string') {
    complain(`Error: Unable to publish orb: ${answer}`);
    return failed;
  }
  const messages = listMessages(at(answer, 'data', 'publishOrb', 'errors'));
  if (messages.length > 0) {
    complain(`Error: ${messages.join('\n')}`);
    return failed;
  }
  print(`Orb \`${reference}\` was published.`);
  if (version.startsWith('dev:')) {
    print('Please note that this is an open label', 'and that it expires after 90 days.');
  }
  const about = await ask(
    'query($name: String!, $namespace: String) { orb(name: $name) { id isPrivate } registryNamespace(name: $namespace) { id } }',
    { name: `${namespaceName}/${orbName}`, namespace: namespaceName },
    environment,
  );
  if (at(about, 'data', 'orb', 'isPrivate') === false) {
    print('Please note that this is an open orb and is world-readable.');
  }
  return 0;
}

async function source(reference: string, environment: Environment): Promise<number> {
  const answer = await ask(
    'query($orbVersionRef: String!) { orbVersion(orbVersionRef: $orbVersionRef) { id version orb { id } source } }',
    { orbVersionRef: reference },
    environment,
  );
  const text = at(answer, 'data', 'orbVersion', 'source');
  if (typeof text !== 'string') {
    const reason = typeof answer === 'string' ? answer : `no Orb '${reference}' was found`;
    complain(`Error: Failed to get source for '${reference}': ${reason}`);
    return failed;
  }
  print(text);
  return 0;
}

/** The parsed answer, or the reason why there is none. */
async function ask(query: string, variables: object, environment: Environment): Promise<unknown> {
  const { CIRCLECI_CLI_HOST: host = 'https://circleci.com', CIRCLECI_CLI_TOKEN: token = '' } =
    environment;
  const headers = { authorization: token, 'circleci-cli-command': 'circleci orb publish' };
  const { status, text } = await exchange(host, '/graphql-unstable', headers, { query, variables });
  if (status !== 200) return `failure calling GraphQL API: ${status} ${text}`;
  const answer = parseAnswer(text);
  const messages = listMessages(at(answer, 'errors'));
  return messages.length > 0 ? messages.join('\n') : answer;
}

function listMessages(errors: unknown): string[] {
  return Array.isArray(errors) ? errors.map((error) => String(at(error, 'message'))) : [];
}
