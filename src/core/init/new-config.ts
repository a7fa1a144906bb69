import type { Reference } from '../references/reference.ts';
import type { InitWish } from './extend-config.ts';
import { escapeTags, indentLines, listLines, writeScalar } from './yaml-text.ts';

// An image that has the Node which the orb runs on.
const image = 'cimg/node:lts';

/** A whole config: one job that loads the secrets and says that a later step has them. */
export function writeNewConfig(
  wish: Omit<InitWish, 'requiresSecrets'>,
  references: readonly Reference[],
): string {
  const { orb, secrets, context } = wish;
  const job = wish.job === '' ? 'load-and-use-secrets' : wish.job;
  return [
    'version: 2.1',
    '',
    'orbs:',
    `  ${orb.alias}: ${orb.reference}`,
    '',
    'jobs:',
    `  ${writeScalar(job)}:`,
    '    docker:',
    `      - image: ${image}`,
    '    steps:',
    '      - checkout',
    `      - ${orb.alias}/load-secrets:`,
    '          secrets: |',
    ...indentLines(12, listLines(escapeTags(secrets))),
    '      - run:',
    '          name: Use the secrets',
    '          command: |',
    ...indentLines(12, writeUses(references)),
    '',
    'workflows:',
    '  main:',
    '    jobs:',
    `      - ${writeScalar(job)}:`,
    '          # It holds VAULT_ADDR and VAULT_ROLE.',
    `          context: ${writeScalar(context)}`,
    '',
  ].join('\n');
}

/** One line for each variable whose name the references tell; none prints a value. */
function writeUses(references: readonly Reference[]): string[] {
  const names = references.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (names.length === 0) return ['echo "This step and those after it have the variables."'];
  return names.map((name) => `echo "${name} is \${${name}:+set}"`);
}
