import { expect } from 'vitest';
import type { ReleaseReplacements } from '../../scripts/bundle-installer.ts';
import { namePlatform } from '../../src/core/releases/release.ts';
import {
  buildInstaller,
  earlierLines,
  type Installer,
  type InstallOutcome,
  type InstallWish,
} from './installer-runs.ts';
import {
  type PublishedRelease,
  publishRelease,
  type ReleaseWish,
} from './release-server/publish-release.ts';
import { type ReleaseServer, startReleaseServer } from './release-server/server.ts';
import { makeSigningKeys, type SigningKeys } from './release-server/signing-keys.ts';
import { thisPlatform } from './this-platform.ts';

/** The version whose digest the program knows; the server has the archive. */
export const pinnedVersion = '1.12.2';
/** A version that it does not know. */
export const otherVersion = '2.5.4';

/** A server of releases, keys, and a program that trusts both. */
export interface InstallScene extends AsyncDisposable {
  readonly server: ReleaseServer;
  readonly keys: SigningKeys;
  /** Publishes a release of Vault that the program has no digest of; signed, when nothing else is said. */
  publish(wish?: Partial<ReleaseWish> & { readonly isSigned?: boolean }): PublishedRelease;
  /** Publishes the release that it knows, or another in its place. */
  publishPinned(archive?: Buffer): PublishedRelease;
  /** Runs the program, which trusts the server's certificate. */
  install(
    parameters: InstallWish['parameters'],
    wish?: Partial<InstallWish>,
  ): Promise<InstallOutcome>;
  /** Builds a program that trusts something else. */
  build(replacements: ReleaseReplacements): Promise<Installer>;
}

/** Starts the server and builds the program; `digests` are more versions of Vault that it knows. */
export async function setInstallScene(
  digests: Readonly<Record<string, string>> = {},
): Promise<InstallScene> {
  const server = await startReleaseServer();
  const keys = makeSigningKeys();
  const publishPinned: InstallScene['publishPinned'] = (archive) =>
    publishRelease(server, {
      product: 'vault',
      version: pinnedVersion,
      platform: thisPlatform,
      ...(archive === undefined ? {} : { archive }),
    });
  const platform = namePlatform(thisPlatform);
  const known = Object.entries({ ...digests, [pinnedVersion]: publishPinned().sha256 });
  const releaseOrigins = { vault: server.origin, openbao: server.origin };
  const installer = await buildInstaller({
    releaseDigests: {
      vault: Object.fromEntries(
        known.map(([version, digest]) => [version, { [platform]: digest }]),
      ),
      openbao: {},
    },
    releaseKeys: { vault: keys.good, openbao: keys.good },
    releaseOrigins,
  });
  return {
    server,
    keys,
    publish: ({ isSigned = true, ...wish } = {}) =>
      publishRelease(server, {
        product: 'vault',
        version: otherVersion,
        platform: thisPlatform,
        ...(isSigned ? { key: keys.good } : {}),
        ...wish,
      }),
    publishPinned,
    install: (parameters, wish = {}) =>
      installer.run({
        ...wish,
        parameters: { ca_certificate: server.certificate, ...parameters },
      }),
    build: (replacements) => buildInstaller({ releaseOrigins, ...replacements }),
    [Symbol.asyncDispose]: async () => {
      installer[Symbol.dispose]();
      keys[Symbol.dispose]();
      await server.stop();
    },
  };
}

/** Asserts that the step failed with this code alone, and left nothing and changed nothing. */
export function expectNothing(outcome: InstallOutcome, code: string, status = 8): void {
  expect({ status: outcome.status, codes: outcome.told.map((told) => told.code) }).toEqual({
    status,
    codes: [code],
  });
  expect(outcome.files).toEqual({});
  expect(outcome.bashEnv).toBe(earlierLines);
}
