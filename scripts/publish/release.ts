import { orbName, orbNamespace } from '../../orb/orb-name.ts';
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

/** Names a release; `commit` takes the place of the label in `dev:sha`. */
export function nameRelease(namespace: string, version: string, commit: string): Release {
  const named = version === commitVersion ? `dev:${commit}` : version;
  return {
    namespace,
    version: named,
    reference: `${namespace}/${orbName}@${named}`,
    isProduction: productionVersions.test(named),
  };
}

/** What is wrong with the release's names; only a dev version may go to a namespace that is not the orb's. */
export function checkNames({ namespace, version, isProduction }: Release): Refusal[] {
  const refusals: Refusal[] = [];
  if (!namespaces.test(namespace)) {
    refusals.push({
      what: `${quote(namespace)} is no namespace.`,
      why: 'a namespace has lower-case letters, digits, "-" and "_" alone, and no orb after it',
      next: ['name the namespace of your organization: --namespace acme'],
    });
  } else if (isProduction && namespace !== orbNamespace) {
    refusals.push({
      what: `${quote(namespace)} is not the namespace that the orb's own text names.`,
      why: `orb/orb-name.ts says ${orbNamespace}, and the orb's examples tell everyone to use ${orbNamespace}/${orbName}`,
      next: [
        'write your namespace into orb/orb-name.ts and the README, and run npm run orb:validate -- --write',
        `or publish --namespace ${orbNamespace}`,
        'to try the orb in another namespace, publish a dev version: --version dev:alpha',
      ],
    });
  }
  if (!productionVersions.test(version) && !devVersions.test(version)) {
    refusals.push({
      what: `${quote(version)} is no version of an orb.`,
      why: `CircleCI knows 1.2.3 (three numbers, no "v") and dev: with a label of letters, digits, ".", "_" and "-"; this script takes ${mostLabelCharacters} of them at most`,
      next: ['name one: --version 1.2.3, --version dev:alpha, or --version dev:sha for the commit'],
    });
  }
  return refusals;
}

function quote(text: string): string {
  return text === '' ? 'Nothing' : JSON.stringify(text);
}
