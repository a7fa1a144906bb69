import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { at, complain, type Environment, exchange, parseAnswer, print } from './exchange.ts';

const exits = { general: 1, arguments: 2, authentication: 3, api: 4, notFound: 5 } as const;

/** Ends a command with its exit status. */
class Ended extends Error {
  readonly exitStatus: number;

  constructor(exitStatus: number, message: string) {
    super(message);
    this.exitStatus = exitStatus;
  }
}

/** The CLI 1.x: REST, retries, an exit status for each kind of failure. */
export async function runCurrent(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  try {
    writeConfig(environment['HOME'] ?? '');
    const [noun, verb, ...operands] = listOperands(args);
    if (noun === 'version') print('circleci 1.0.48692 (unknown)');
    else if (noun === 'orb' && verb === 'publish') await publish(operands, environment);
    else if (noun === 'orb' && verb === 'source') await source(operands, environment);
    else throw new Ended(exits.arguments, `unknown command: ${noun} ${verb}`);
    return 0;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    complain(`error: ${error.message}`);
    return error.exitStatus;
  }
}

/** Unknown flags are ignored, and swallow what follows them. */
function listOperands(args: readonly string[]): string[] {
  return args.filter((text, place) => !text.startsWith('--') && !args[place - 1]?.startsWith('--'));
}

function writeConfig(home: string): void {
  if (home === '') throw new Ended(exits.general, '$HOME is not defined');
  mkdirSync(join(home, '.config', 'circleci'), { recursive: true });
  writeFileSync(join(home, '.config', 'circleci', 'config.yml'), 'device_id: 0\n');
}

async function publish(operands: readonly string[], environment: Environment): Promise<void> {
  const [path = '', reference = ''] = operands;
  if (operands.length < 2) throw new Ended(exits.arguments, 'accepts 2 arg(s)');
  const [orb = '', version = ''] = reference.split('@');
  if (version === '') {
    throw new Ended(exits.arguments, `Expected <ns>/<orb>@<version>, got: ${reference}`);
  }
  const found = await ask(`/api/v3/orb/packages?filter[name]=${orb}`, environment);
  const id = at(parseAnswer(found), 'data', 0, 'id');
  if (id === undefined) throw new Ended(exits.notFound, `No orb named "${orb}" exists.`);
  const attributes = { orb_id: id, yaml: readFileSync(path, 'utf8'), version };
  const answer = parseAnswer(
    await ask('/api/v3/orb/versions', environment, { data: { attributes } }),
  );
  const name = at(answer, 'data', 'references', 'orb_package', 'attributes', 'name') ?? '';
  print(`✓ Published ${name}@${at(answer, 'data', 'attributes', 'version') ?? ''}`);
}

async function source(
  [reference = '']: readonly string[],
  environment: Environment,
): Promise<void> {
  const found = await ask(`/api/v3/orb/versions?filter[ref]=${reference}`, environment);
  const id = at(parseAnswer(found), 'data', 0, 'id');
  if (id === undefined) throw new Ended(exits.notFound, `No version ${reference} exists.`);
  process.stdout.write(await ask(`/api/v3/orb/versions/${id}/source`, environment));
}

const retried = new Set([0, 429, 500, 502, 503]);

async function ask(path: string, environment: Environment, body?: unknown): Promise<string> {
  const { CIRCLE_HOST: host = 'https://circleci.com', CIRCLE_TOKEN: token = '' } = environment;
  if (token === '') throw new Ended(exits.authentication, 'No CircleCI API token found.');
  const headers = { authorization: `Bearer ${token}` };
  let { status, text } = await exchange(host, path, headers, body);
  for (let tries = 1; tries < 4 && retried.has(status); tries += 1) {
    await pause(1);
    ({ status, text } = await exchange(host, path, headers, body));
  }
  if (status >= 200 && status < 300) return text;
  if (status === 401) {
    throw new Ended(exits.authentication, 'The API token was rejected by CircleCI.');
  }
  if (status === 0) throw new Ended(exits.api, `${host}${path}: ${text}`);
  const { title, detail } = { title: '', detail: '', ...Object(at(parseAnswer(text), 'error')) };
  throw new Ended(exits.api, `API returned ${status}: ${title}: ${detail}`);
}
