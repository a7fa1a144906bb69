import type { CircleCi } from '../administration-ports.ts';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import { explainCircleCiRefusal } from '../core/circleci-context/explain-refusal.ts';
import { Failed } from '../core/failure.ts';
import type { ConfigNode, ReadConfig } from '../core/init/config-tree.ts';
import { namesDemoSecret, readsDemoSecret } from '../core/init/demo-secret.ts';
import { extendConfig, type InitWish } from '../core/init/extend-config.ts';
import type { ProjectSlug } from '../core/init/git-remote.ts';
import { writeNewConfig } from '../core/init/new-config.ts';
import { refuseConfig } from '../core/init/refusal.ts';
import { renderDiff, renderReplacement } from '../core/init/render-diff.ts';
import { getText } from '../core/json.ts';
import { parseReferences } from '../core/references/parse-references.ts';
import { uuidShape } from '../core/uuid.ts';

/** A config that holds the orb, and what was to be done for that. */
export interface PlannedConfig {
  readonly text: string;
  /** Empty where the config held everything. */
  readonly diff: string;
  readonly notes: readonly string[];
  /** Whether it loads the tutorial's secret. */
  readonly readsDemoSecret: boolean;
}

/**
 * The config that the diff calls `name`, with the orb in it: a whole new one where there is no text, else
 * the old one with what is missing. Throws `Failed` where it cannot be extended.
 */
export function planConfig(
  name: string,
  text: string | undefined,
  wish: InitWish,
  readConfig: (text: string) => ReadConfig,
): PlannedConfig {
  if (text === undefined || text.trim() === '') {
    const created = writeNewConfig(wish, parseReferences(wish.secrets, {}).references);
    const from = text === undefined ? undefined : name;
    return {
      text: created,
      diff: renderReplacement(name, from, text ?? '', created),
      notes: [],
      readsDemoSecret: namesDemoSecret(wish.secrets),
    };
  }
  const extended = extendConfig(text, requireTree(readConfig(text)), wish);
  const { insertions, notes, job } = extended;
  // What the file holds then is read once more: it must hold all that was wanted.
  const again = { ...wish, job };
  const tree = requireTree(readConfig(extended.text));
  const proof = extendConfig(extended.text, tree, again);
  if (proof.insertions.length > 0) throw refuseConfig('its layout is too unusual');
  return {
    text: extended.text,
    diff: renderDiff(name, name, text, insertions),
    notes,
    readsDemoSecret: readsDemoSecret(tree),
  };
}

function requireTree(read: ReadConfig): ConfigNode {
  if (read.problem === undefined) return read.tree;
  throw refuseConfig(read.problem, 'correct it first');
}

/** A project as CircleCI knows it. */
export interface KnownProject {
  readonly projectId: string;
  readonly organizationId: string;
}

/** Asks CircleCI for a project (`GET project/<slug>`). Throws `Failed`. */
export async function askProject(circleCi: CircleCi, { slug }: ProjectSlug): Promise<KnownProject> {
  const path = slug.split('/').map(encodeURIComponent).join('/');
  const answer = await circleCi.read(`project/${path}`);
  if (!answer.granted) {
    throw new Failed([explainCircleCiRefusal(answer.refusal, `tell of the project ${slug}`)]);
  }
  const projectId = getText(answer.value, 'id') ?? '';
  const organizationId = getText(answer.value, 'organization_id') ?? '';
  // They become words of a command that the reader copies.
  if (uuidShape.test(projectId) && uuidShape.test(organizationId)) {
    return { projectId, organizationId };
  }
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
      what: `CircleCI told the project ${slug} without its ids.`,
      why: 'its answer has another shape than its API documents',
      next: ['copy both from the settings of the organization and of the project'],
    }),
  ]);
}
