import { orbName, orbNamespace } from '../../src/inputs/orb-name.ts';
import type { Refusal } from '../refusal.ts';

/** A version of the orb in a namespace. */
export interface Release {
  readonly namespace: string;
  /** `1.2.3`, or `dev:` with a label. */
  readonly version: string;
  /** As configs name it: `namespace/orb@version`. */
  readonly reference: string;
  /** A production version can be published once; a dev version again and again. */
  readonly isProduction: boolean;
}

/** The version that stands for "the label is the commit". */
const commitVersion = 'dev:sha';

const namespaces = /^[a-z0-9][a-z0-9_-]*$/;
const productionVersions = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
/** How long a label may be: this script's own limit, as CircleCI's is not known. */
export const mostLabelCharacters = 100;
const devVersions = new RegExp(`^dev:[A-Za-z0-9][A-Za-z0-9._-]{0,${mostLabelCharacters - 1}}$`);

/**
 * The wished version, with the commit in the place of the label in `dev:sha`. Only for
 * what is published as it was committed; the label of a branch may be `sha`, too.
 */
export function nameCommit(version: string, commit: string): string {
  return version === commitVersion ? `dev:${commit}` : version;
}

/** Names a release. */
export function nameRelease(namespace: string, version: string): Release {
  return {
    namespace,
    version,
    reference: `${namespace}/${orbName}@${version}`,
    isProduction: productionVersions.test(version),
  };
}

/** What is wrong with the release's names; only a dev version may go to a namespace that is not the orb's. */
export function checkNames({ namespace, version, isProduction }: Release): Refusal[] {
  const refusals: Refusal[] = [];
  if (namespace === '') {
    refusals.push({
      what: '--namespace is missing.',
      why: 'nothing, or an empty text, says where the orb goes',
      next: ['name the namespace of your organization: --namespace acme'],
    });
  } else if (!namespaces.test(namespace)) {
    refusals.push({
      what: `${JSON.stringify(namespace)} is no namespace.`,
      why: 'a namespace has lower-case letters, digits, "-" and "_" alone, and no orb after it',
      next: ['name the namespace of your organization: --namespace acme'],
    });
  } else if (isProduction && namespace !== orbNamespace) {
    refusals.push({
      what: `${JSON.stringify(namespace)} is not the namespace that the orb's own text names.`,
      why: `src/inputs/orb-name.ts says ${orbNamespace}, and the orb's examples tell everyone to use ${orbNamespace}/${orbName}`,
      next: [
        'write your namespace into src/inputs/orb-name.ts, then run npm run document and npm run orb:validate -- --write',
        `or publish --namespace ${orbNamespace}`,
        'to try the orb in another namespace, publish a dev version: --version dev:alpha',
      ],
    });
  }
  const versionAdvice =
    'name one: --version 1.2.3, --version dev:alpha, or --version dev:sha for the commit';
  if (version === '') {
    refusals.push({
      what: '--version is missing.',
      why: 'nothing, or an empty text, says which version the orb becomes',
      next: [versionAdvice],
    });
  } else if (!productionVersions.test(version) && !devVersions.test(version)) {
    refusals.push({
      what: `${JSON.stringify(version)} is no version of an orb.`,
      why: `CircleCI knows 1.2.3 (three numbers, no "v") and dev: with a label of letters, digits, ".", "_" and "-"; this script takes ${mostLabelCharacters} of them at most`,
      next: [versionAdvice],
    });
  }
  return refusals;
}
