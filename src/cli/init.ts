import { readConfigDocument } from '../adapters/config-document.ts';
import { nameConfig, readConfigText, writeConfigText } from '../adapters/config-place.ts';
import { readGitRemote, readGitTop } from '../adapters/git-remote.ts';
import { askProject, type KnownProject, type PlannedConfig, planConfig } from '../commands/init.ts';
import { Failed } from '../core/failure.ts';
import { findProjectSlug, type ProjectSlug } from '../core/init/git-remote.ts';
import { listNextSteps } from '../core/init/next-steps.ts';
import { initOptions } from '../inputs/init-options.ts';
import { orbAlias, referToOrb } from '../inputs/orb-name.ts';
import { version } from '../version.ts';
import { type CliCommand, defineCliCommand, type Surroundings } from './cli-command.ts';
import { findCircleCiToken, lendCircleCi } from './lend-circleci.ts';

export const init: CliCommand = defineCliCommand(
  {
    name: 'init',
    summary: "write a CircleCI config with the orb, or add the orb to a repository's own",
    options: initOptions,
    examples: [
      ['vault-oidc init', 'Show what would be written into .circleci/config.yml'],
      [
        "vault-oidc init --job deploy --secrets 'secret/app/db password | DB_PASSWORD' --write",
        'Let a job load a secret',
      ],
    ],
  },
  async (values, surroundings) => {
    const { terminal, report, directory, environment } = surroundings;
    const { write, json } = values;
    const wish = {
      orb: { alias: orbAlias, reference: referToOrb(version) },
      job: values.job,
      secrets: values.secrets.value,
      requiresSecrets: values.secrets.isGiven,
      context: values.context,
    };
    const top = await readGitTop(directory, environment);
    const { path, inDiff } = nameConfig(directory, top, values.config);
    const text = readConfigText(directory, path);
    const planned = planConfig(inDiff, text, wish, readConfigDocument);
    const isChanged = planned.diff !== '';
    const slug = findProjectSlug((await readGitRemote(directory, environment)) ?? '');
    const project = await findProject(slug, values.host, surroundings);
    // The last that can fail: whoever ends the command before has the config as it was.
    if (isChanged && write) writeConfigText(directory, path, planned.text);
    if (json) {
      const result = { path, changed: isChanged, written: isChanged && write, diff: planned.diff };
      const told = { ...result, notes: planned.notes, slug: slug?.slug ?? null, ...project };
      terminal.print(JSON.stringify(told, undefined, 2));
    } else if (isChanged) {
      // Its other blanks are the config's own.
      terminal.print(planned.diff.replace(/\n$/, ''));
    }
    for (const note of planned.notes) report.note(note);
    report.tell(summarize(path, planned, write));
    const { context, host } = values;
    const { readsDemoSecret } = planned;
    const steps = listNextSteps({ path, context, slug, project, host, readsDemoSecret });
    for (const step of steps) report.tell(step);
    return 0;
  },
);

function summarize(path: string, { diff, notes }: PlannedConfig, write: boolean): string {
  if (diff === '') {
    const held = notes.length === 0 ? 'the orb, the step and the context' : 'the orb and the step';
    return `nothing to do: ${path} has ${held}`;
  }
  return write ? `${path} is written` : `nothing is written yet: run it again with --write`;
}

/** What CircleCI tells of the project; undefined without a token, or when it does not. */
async function findProject(
  slug: ProjectSlug | undefined,
  host: string,
  surroundings: Surroundings,
): Promise<KnownProject | undefined> {
  const { environment, report, end } = surroundings;
  if (slug === undefined) return undefined;
  try {
    const token = findCircleCiToken(environment);
    if (token === undefined) return undefined;
    return await report.during(
      'asking CircleCI',
      lendCircleCi(host, token, surroundings, (circleCi) => askProject(circleCi, slug)),
    );
  } catch (error) {
    // The config does not need it: what is missing then is a part of the next command.
    const isStopped = end.signalStatus !== undefined || end.error !== undefined;
    if (isStopped || !(error instanceof Failed)) throw error;
    for (const { what, why } of error.failures) report.note(`${what} ${why}`);
    return undefined;
  }
}
