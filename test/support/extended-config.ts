import { readConfigDocument } from '../../src/adapters/config-document.ts';
import { Failed } from '../../src/core/failure.ts';
import {
  type ExtendedConfig,
  extendConfig,
  type InitWish,
} from '../../src/core/init/extend-config.ts';

/** What tests put into configs. */
export const initWish: InitWish = {
  orb: { alias: 'vault-oidc', reference: 'org/vault-oidc@1' },
  job: '',
  secrets: 'secret/app/db password | DB_PASSWORD\nsecret/app/db user',
  requiresSecrets: false,
  context: 'vault',
};

/** A config of one job, its parts as they are written, each with its newlines. */
export function writeConfig({
  orbs = '',
  steps = '    steps:\n      - checkout\n      - run: make\n',
  jobs = '      - build\n',
  end = '',
}): string {
  return `version: 2.1\n${orbs}jobs:\n  build:\n    docker: [{ image: cimg/node:lts }]\n${steps}workflows:\n  main:\n    jobs:\n${jobs}${end}`;
}

/** Extends a config's text; throws on text that cannot be read. */
export function extendText(text: string, wish: Partial<InitWish> = {}): ExtendedConfig {
  const read = readConfigDocument(text);
  if (read.problem !== undefined) throw new Error(read.problem);
  return extendConfig(text, read.tree, { ...initWish, ...wish });
}

/** Why a config cannot be extended. */
export function findRefusal(text: string, wish: Partial<InitWish> = {}): string {
  try {
    extendText(text, wish);
  } catch (error) {
    if (error instanceof Failed) return error.failures.map(({ why }) => why).join('\n');
    throw error;
  }
  throw new Error('it was extended');
}
