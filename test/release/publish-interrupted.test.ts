import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPackage } from '../../scripts/bundle-helper.ts';
import { orbNamespace } from '../../src/inputs/orb-name.ts';
import {
  makeReleaseCheckout,
  type ReleaseCheckout,
  type ScriptOutcome,
} from '../support/circleci-api/release-checkout.ts';
import { type CircleCiApi, startCircleCiApi } from '../support/circleci-api/server.ts';
import { makeStandInCli, type StandInCli } from '../support/circleci-api/stand-in-cli.ts';
import { writeNpm } from '../support/circleci-api/stand-in-npm.ts';
import { writeStandIns } from '../support/runner/stand-ins.ts';

const { version } = readPackage();

let api: CircleCiApi;
let cli: StandInCli;
let checkout: ReleaseCheckout;
beforeEach(async () => {
  api = await startCircleCiApi('acme/vault-oidc');
  cli = await makeStandInCli('0.1');
  checkout = makeReleaseCheckout({ isBuildQuick: true });
});
afterEach(async () => {
  checkout[Symbol.dispose]();
  cli[Symbol.dispose]();
  await api[Symbol.asyncDispose]();
});

function interrupt(
  name: NodeJS.Signals,
  [script, ...args]: readonly [string, ...string[]],
  isDue: () => boolean,
): Promise<ScriptOutcome> {
  const programs = writeStandIns(join(checkout.directory, '.git/programs'), {
    npm: writeNpm('touch started; exec sleep 60'),
  });
  const environment = {
    PATH: [programs, cli.directory, process.env['PATH']].join(delimiter),
    TMPDIR: checkout.temporary,
    CIRCLE_HOST: api.address,
    CIRCLECI_CLI_TOKEN: api.registry.token,
  };
  return checkout.run(script, args, environment, { name, isDue });
}

describe('publishing that is broken off', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s while the CLI sends is in doubt, and leaves nothing', async (name, status) => {
    api.failNext('publish', 'never answered');
    const wish = ['scripts/publish-dev.ts', '--namespace', 'acme'] as const;
    const ended = await interrupt(name, wish, () => api.operations.includes('publish'));
    expect(ended.output).toContain(
      'It is not known whether acme/vault-oidc@dev:main was published.',
    );
    expect(ended.output).toContain(`why   interrupted (${name}) after it was sent`);
    expect(ended.exitStatus).toBe(status);
    expect(checkout.listLeftFiles()).toEqual([]);
    // The connection of the CLI ends with it; the CLI itself would wait on.
    await expect.poll(() => api.countConnections()).toBe(0);
    expect(api.operations).toEqual(['publish']);
  });

  it('while npm installs says that nothing was sent, and leaves nothing', async () => {
    checkout.git('tag', `v${version}`);
    const isInstalling = (): boolean =>
      checkout
        .listLeftFiles()
        .some((name) => existsSync(join(checkout.temporary, name, 'checkout/started')));
    const wish = ['scripts/publish.ts', '--namespace', orbNamespace, '--version', version] as const;
    const ended = await interrupt('SIGINT', wish, isInstalling);
    expect(ended.output).toBe('orb:publish: interrupted (SIGINT); nothing was sent\n');
    expect(ended.exitStatus).toBe(130);
    expect(checkout.listLeftFiles()).toEqual([]);
    expect(api.operations).toEqual([]);
  });
});
