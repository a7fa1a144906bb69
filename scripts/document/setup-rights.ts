import { rightToListMounts } from '../../src/commands/derive-resources.ts';
import { listResources } from '../../src/core/administration/desired-resources.ts';
import { formatRight, listAllRights } from '../../src/core/administration/needed-rights.ts';
import { nameIssuer } from '../../src/core/administration/trust-wish.ts';
import { Secret } from '../../src/core/secret.ts';

const exampleId = '5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60';

/** The policy of an administrator who runs `setup` for the role "deploy". */
export function printRights(): string {
  const plain = listRights(undefined, undefined);
  const withEngine = listRights('secret', undefined).filter((right) => !plain.includes(right));
  const withSecret = listRights('secret', new Secret('')).filter(
    (right) => !plain.includes(right) && !withEngine.includes(right),
  );
  return [
    '```hcl',
    ...plain,
    '',
    '# Also, for --kv-mount secret and for --demo-secret:',
    ...withEngine,
    '',
    '# Also, for --demo-secret:',
    ...withSecret,
    '```',
  ].join('\n');
}

function listRights(
  engine: string | undefined,
  demoPassword: Secret<string> | undefined,
): string[] {
  const wish = {
    organizationId: exampleId,
    projectId: exampleId,
    contextIds: [],
    vcsOrigins: [],
    vcsRefs: [],
    pipelineDefinitionIds: [],
    audience: exampleId,
    allowsSshReruns: false,
    issuer: nameIssuer(exampleId),
    mount: 'jwt',
    role: 'deploy',
    policy: 'deploy',
    tokenTtl: 900,
  };
  const side = { wish, issuerCertificates: undefined, policyText: '', engine, demoPassword };
  return [rightToListMounts, ...listAllRights(listResources(side))].map(formatRight);
}
