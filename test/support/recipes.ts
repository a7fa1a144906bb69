import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/bundle-helper.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import type { ContextsApi } from './contexts-api.ts';
import { pasteCommands } from './paste-commands.ts';
import { compileJob } from './runner/compile-job.ts';
import { type JobResult, type RunOptions, runJob } from './runner/run-job.ts';
import type { StepOutcome } from './runner/run-step.ts';
import { writeCircleCiCommand } from './runner/stand-ins.ts';
import { readOrb, type VaultJobs } from './vault-jobs.ts';

const blocks = /^```(?<kind>\w+)\n(?<block>[\s\S]*?)^```$/gm;

/** The code blocks of one kind in each section of a document of docs, by its heading. */
export function listBlocks(kind: 'yaml' | 'sh', document = 'recipes.md'): Map<string, string[]> {
  const text = readFileSync(`${root}docs/${document}`, 'utf8');
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => [
      section.slice(0, section.indexOf('\n')),
      [...section.matchAll(blocks)]
        .filter(({ groups }) => groups?.['kind'] === kind)
        .map(({ groups }) => groups?.['block'] ?? ''),
    ]),
  );
}

/** The config of a recipe. */
function readRecipe(heading: string): string {
  const [config, ...others] = listBlocks('yaml').get(heading) ?? [];
  if (config === undefined || others.length > 0) throw new Error(`no one config: ${heading}`);
  return config;
}

/** What the job of a recipe meets, beside the server and a good token. */
export interface RecipeWish extends Pick<RunOptions, 'environment' | 'standIns'> {
  readonly job?: string;
  /** What to write for the hosts and images of the recipe. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Files of the repository: scripts and the like, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Runs the job of a recipe with the packed orb on a real server. */
export async function runRecipe(
  heading: string,
  { server, issuer }: VaultJobs,
  { job, replace = {}, files = {}, environment, standIns }: RecipeWish,
): Promise<JobResult> {
  let config = readRecipe(heading);
  for (const [from, to] of Object.entries(replace)) config = config.replaceAll(from, to);
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  const project = join(directory, 'home', 'project');
  try {
    mkdirSync(project, { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      writeFileSync(join(project, path), content, { mode: 0o755 });
    }
    const orbs = { [qualifiedOrbName]: readOrb() };
    return await runJob(compileJob({ config, orbs, ...(job === undefined ? {} : { job }) }), {
      directory,
      environment: {
        VAULT_ADDR: server.address,
        VAULT_ROLE: 'deploy',
        CIRCLE_ORGANIZATION_ID: issuer.organizationId,
        CIRCLE_OIDC_TOKEN_V2: await issuer.sign(),
        SERVER_BINARY: server.binary,
        ...environment,
      },
      standIns: { circleci: writeCircleCiCommand(issuer.mintUrl), ...standIns },
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Pastes a command of a recipe into a shell in a repository with its config, as an administrator of both sides. */
export async function pasteRecipe(
  command: string,
  heading: string,
  { server, issuer }: VaultJobs,
  api: ContextsApi,
): Promise<StepOutcome> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  try {
    mkdirSync(join(directory, '.circleci'));
    writeFileSync(join(directory, '.circleci/config.yml'), readRecipe(heading));
    return await pasteCommands(command, {
      home: directory,
      issuer: issuer.issuer,
      environment: {
        VAULT_ADDR: server.address,
        VAULT_TOKEN: server.rootToken,
        CIRCLE_HOST: api.address,
        CIRCLE_TOKEN: api.token,
        ORG_ID: api.organization.id,
        PROJECT_ID: api.project.id,
        CONTEXT_ID: api.contexts[0]?.id ?? '',
      },
    }).outcome;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
