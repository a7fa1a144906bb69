import { expect, it } from 'vitest';
import { releaseDigests } from '../../../src/core/releases/release-digests.ts';
import { releaseKeys } from '../../../src/core/releases/release-keys.ts';

// The descriptions of version and sha256, the README and the causes say so: change them with it.
it('the orb knows no digest for Windows, and neither a digest nor a key of OpenBao', () => {
  const platforms = Object.values(releaseDigests.vault).flatMap((digests) => Object.keys(digests));
  expect(platforms).not.toContain('windows_amd64');
  expect(releaseDigests.openbao).toEqual({});
  expect(releaseKeys.openbao).toBeUndefined();
});
