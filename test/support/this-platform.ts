import { isFailure } from '../../src/core/failure.ts';
import { findPlatform } from '../../src/core/releases/choose-version.ts';
import type { Platform } from '../../src/core/releases/release.ts';

/** The platform that the tests run on, as releases name it. */
export const thisPlatform: Platform = findThisPlatform();

function findThisPlatform(): Platform {
  const platform = findPlatform(process.platform, process.arch);
  if (isFailure(platform)) throw new Error(platform.why);
  return platform;
}
