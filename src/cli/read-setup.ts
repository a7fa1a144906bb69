import { makePassword } from '../adapters/random-password.ts';
import { readIssuerCertificates } from '../adapters/tls-settings.ts';
import type { SetupRequest } from '../commands/setup.ts';
import { demoSecretPath } from '../core/administration/desired-resources.ts';
import { referToPath } from '../core/administration/refer-to-path.ts';
import { findWishFailures, listWishNotes } from '../core/administration/refuse-wish.ts';
import { nameIssuer, type TrustWish } from '../core/administration/trust-wish.ts';
import {
  findRoleReferences,
  type RoleReferences,
} from '../core/config-references/role-references.ts';
import { describeFailure, type Failure, throwFailures } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';
import type { OptionValues } from '../inputs/option.ts';
import type { setupOptions } from '../inputs/setup-options.ts';
import type { Surroundings } from './cli-command.ts';
import { refuseBesideForm } from './refuse-beside-form.ts';

type Values = OptionValues<typeof setupOptions>;

/** What `setup` is asked, and what its reader should know of that. */
export interface ReadSetup {
  readonly request: SetupRequest;
  readonly notes: readonly string[];
}

/**
 * Makes the request from the options' values, the config's file and DEMO_PASSWORD.
 * Throws `Failed` with every problem of the options taken together.
 */
export function readSetup(
  values: Values,
  { environment, report }: Surroundings,
  readConfig: (path: string) => unknown,
): ReadSetup {
  const wish = makeWish(values);
  const engine = values['kv-mount'] || (values['demo-secret'] ? 'secret' : undefined);
  const demoPassword = values['demo-secret'] ? findPassword(environment) : undefined;
  if (demoPassword !== undefined) report.conceal(demoPassword);
  const ofConfig = readReferences(values, readConfig);
  const paths = [
    ...values.read,
    ...(engine === undefined || demoPassword === undefined
      ? []
      : [{ segments: `${engine}/${demoSecretPath}`.split('/'), version: undefined }]),
  ];
  const references = [...ofConfig.references, ...paths.map(referToPath)];
  throwFailures([
    ...findWishFailures(wish),
    ...ofConfig.failures,
    ...(references.length === 0 ? [describeNothingToRead(values.config)] : []),
    ...(values.as === undefined ? [] : refuseBesideForm(values)),
  ]);
  const issuerCertificates = readIssuerCertificates(values['issuer-ca']);
  return {
    request: {
      side: { wish, issuerCertificates, engine, demoPassword },
      references,
      replaces: values.replace,
    },
    notes: [...listWishNotes(wish), ...ofConfig.unresolved, ...ofConfig.others],
  };
}

function makeWish(values: Values): TrustWish {
  const organizationId = values['organization-id'];
  // Vault keeps the names of roles and policies in lower case.
  const role = values.role.toLowerCase();
  return {
    organizationId,
    projectId: values['project-id'],
    contextIds: values.context,
    vcsOrigins: values['vcs-origin'],
    vcsRefs: values['vcs-ref'],
    pipelineDefinitionIds: values['pipeline-definition'],
    audience: values.audience || organizationId,
    allowsSshReruns: values['allow-ssh-reruns'],
    issuer: values.issuer || nameIssuer(organizationId),
    mount: values.mount,
    role,
    policy: values.policy || role,
    tokenTtl: values['token-ttl'] / 1000,
  };
}

function findPassword({ DEMO_PASSWORD: stated }: Surroundings['environment']): Secret<string> {
  return stated === undefined || stated === '' ? makePassword() : new Secret(stated);
}

function readReferences(
  { config, role, mount, namespace }: Values,
  readConfig: (path: string) => unknown,
): RoleReferences {
  return config === ''
    ? { references: [], unresolved: [], others: [], failures: [] }
    : findRoleReferences(readConfig(config), { role, mount, namespace }, 'is not in the policy');
}

function describeNothingToRead(config: string): Failure {
  return describeFailure('PARAMETER_INVALID', {
    what: 'There is nothing that the role could read.',
    why:
      config === ''
        ? 'neither --config nor --read is given'
        : `no vault-oidc step of ${config} that may log in as this role reads a path that is known`,
    next: [
      'give --config .circleci/config.yml, whose steps tell what they read',
      'or name each secret: --read secret/app/db',
    ],
  });
}
