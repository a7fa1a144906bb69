import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCli } from '../../../scripts/circleci-cli/circleci-cli.ts';
import type { Publication } from '../../../scripts/publish/publication.ts';
import { type Published, publishVersion } from '../../../scripts/publish/publish-version.ts';
import { nameRelease } from '../../../scripts/publish/release.ts';
import { Refused, renderRefusal } from '../../../scripts/refusal.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { CliChoice } from './cli-under-test.ts';
import { type CircleCiApi, startCircleCiApi } from './server.ts';
import type { CliCall } from './stand-in-cli.ts';

export const source = 'version: 2.1\ndescription: what is published\n';

/** A registry, and a CLI that publishes to it. */
export interface Publishing extends AsyncDisposable {
  readonly api: CircleCiApi;
  /** How often the registry was asked to take a version. */
  countSent(): number;
  /** How it ended, or the refusal as a reader sees it. */
  publish(version: string, pause?: Publication['pause']): Promise<Published | { refusal: string }>;
  listCalls(): readonly CliCall[] | undefined;
}

/** Starts a registry with the orb acme/vault-oidc, and a CLI to publish to it. */
export async function startPublishing(choice: CliChoice): Promise<Publishing> {
  const api = await startCircleCiApi('acme/vault-oidc');
  const cliUnderTest = await choice.make();
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-publish-'));
  const home = join(directory, 'home');
  mkdirSync(home);
  const path = join(directory, 'orb.yml');
  writeFileSync(path, source);
  return {
    api,
    countSent: () => api.operations.filter((operation) => operation === 'publish').length,
    publish: async (version, pause = async () => undefined) => {
      const access = { host: api.address, token: new Secret(api.registry.token) };
      const cli = await findCli({ PATH: cliUnderTest.path }, access, home);
      const release = nameRelease('acme', version);
      try {
        const orb = { path, source };
        return await publishVersion({ cli, release, orb, pause, onSend: () => undefined });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        return { refusal: error.refusals.map(renderRefusal).join('\n') };
      }
    },
    listCalls: cliUnderTest.listCalls,
    [Symbol.asyncDispose]: async () => {
      rmSync(directory, { recursive: true, force: true });
      cliUnderTest[Symbol.dispose]();
      await api[Symbol.asyncDispose]();
    },
  };
}
