import { describe, expect, it } from 'vitest';
import { checkJsonSchema } from '../../scripts/orb/json-schema.ts';
import { parseOrbText } from '../../scripts/orb/orb-under-review.ts';
import { readOrb } from '../support/vault-jobs.ts';

const check = (text: string): string[] =>
  checkJsonSchema({ root: parseOrbText(text), reference: '', scripts: [] }).map(
    ({ place, what }) => `${place}: ${what}`,
  );

describe("CircleCI's public schema", () => {
  it('finds nothing wrong with the packed orb', () => {
    expect(check(readOrb())).toEqual([]);
  });

  it.each([
    ['when: always', 'when: sometimes', 'commands.revoke.steps.0.run.when: it must be equal to'],
    [
      '  - image:',
      '  - imag:',
      "executors.default.docker.0: it must have required property 'image'",
    ],
    ['    steps:', '    step:', "commands.load-secrets: it must have required property 'steps'"],
    ['run:\n          name:', 'run:\n          title:', 'steps.0.run: it must NOT have additional'],
    ['type: boolean', 'type: bool', 'commands.load-secrets.parameters.revoke_token.type: it must'],
    ['default: true', 'default: "true"', 'revoke_token.default: it must be boolean'],
  ])('tells when "%s" becomes "%s" in it', (right, wrong, told) => {
    expect(readOrb()).toContain(right);
    expect(check(readOrb().replace(right, wrong)).join('\n')).toContain(told);
  });
});
