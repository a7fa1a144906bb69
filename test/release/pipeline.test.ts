import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlVersion } from '../../orb/circleci-yaml.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { injectOrb } from '../../scripts/pipeline/inject-orb.ts';
import { compilePipelineJob, readPipeline } from '../support/pipeline-jobs.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { listCommands, listRuns } from '../support/runner/small-config.ts';
import { readOrb } from '../support/vault-jobs.ts';

const schema = JSON.parse(
  readFileSync(
    fileURLToPath(import.meta.resolve('schemastore/schemas/json/circleciconfig.json')),
    'utf8',
  ),
);
const validate = new Ajv.default({ strict: false, allErrors: true }).compile(schema);

/** Its list of resource classes is older than those that CircleCI documents today. */
function isDated(schemaPath: string): boolean {
  return schemaPath.endsWith('/resource_class/enum');
}

const using = ['docker', 'docker-without-node', 'alpine', 'linux', 'macos', 'windows'];
const injected = injectOrb(readPipeline('test-deploy.yml'), readOrb());

describe("the project's pipeline", () => {
  it.each([
    ['config.yml', readPipeline('config.yml')],
    ['test-deploy.yml', readPipeline('test-deploy.yml')],
    ['test-deploy.yml with the orb', injected],
  ])('keeps to the schema of configs: %s', (_name, text) => {
    validate(parse(text, yamlVersion));
    expect(validate.errors?.filter(({ schemaPath }) => !isDated(schemaPath)) ?? []).toEqual([]);
  });

  it('is compiled, every job of it', () => {
    const check = compileJob({ config: readPipeline('config.yml'), orbs: {} });
    expect(listCommands(check).length).toBeGreaterThan(5);
    for (const name of using) {
      const names = compilePipelineJob(name).steps.map((step) => step.name);
      expect(names).toContain('Load secrets from Vault');
      expect(names.includes('Start OpenBao')).toBe(
        !['docker', 'docker-without-node', 'alpine'].includes(name),
      );
    }
    expect(compilePipelineJob('publish').contexts).toEqual(['orb-publishing']);
  });

  it('calls scripts and files that are there', () => {
    const text = readPipeline('config.yml') + readPipeline('test-deploy.yml');
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const files = [...text.matchAll(/(?:scripts|\.circleci)\/[\w./-]+\.\w+/g)].map(
      ([path]) => path,
    );
    expect(called).toContain('orb:validate');
    expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(files).not.toEqual([]);
    expect(files.filter((path) => !existsSync(root + path))).toEqual([]);
  });

  it('builds where it publishes with the very Node that it tests with', () => {
    const [tested, published] = [
      parse(readPipeline('config.yml'), yamlVersion).jobs.check,
      parse(injected, yamlVersion).jobs.publish,
    ].map(({ docker }) => docker[0].image);
    expect(published).toEqual(tested);
    expect(published).toMatch(/^cimg\/node:\d+\.\d+\.\d+$/);
  });

  it('publishes the bytes that it has compared with the tested ones, and runs no script of a package', () => {
    const runs = listRuns(compilePipelineJob('publish', undefined, 'digest"; exit 0'));
    const compare = runs.findIndex(({ command }) => command.includes('compare-orb.sh'));
    expect(runs[compare]).toMatchObject({
      command: 'npm run build\nsh .circleci/compare-orb.sh\n',
      environment: { TESTED_ORB_SHA256: 'digest"; exit 0' },
    });
    const publish = runs.findIndex(({ command }) => command.includes('scripts/publish.ts'));
    expect(publish).toBe(runs.length - 1);
    expect(compare).toBeLessThan(publish);
    const later = runs.slice(compare + 1).map(({ command }) => command);
    expect(later.filter((command) => /\bnp[mx]\b|build/.test(command))).toEqual([]);
    const texts = runs.map(({ command }) => command).join('\n');
    expect(texts.match(/npm (?:ci|install).*/g)).toEqual(['npm ci --ignore-scripts']);
  });

  it('publishes after all other jobs, for a version tag alone, and alone holds a context', () => {
    const { jobs } = parse(injected, yamlVersion).workflows['test-deploy'];
    const settings: unknown[] = jobs.map((job: object) => Object.values(job)[0]);
    const publish = settings.at(-1);
    expect(publish).toMatchObject({
      requires: using,
      filters: { branches: { ignore: '/.*/' }, tags: { only: '/^v\\d+\\.\\d+\\.\\d+$/' } },
    });
    expect(settings.filter((job) => 'context' in Object(job))).toEqual([publish]);
    expect(settings.slice(0, -1).map((job) => Object(job).filters)).toEqual(
      using.map(() => ({ tags: { only: '/.*/' } })),
    );
  });
});

describe('the orb is put into a config', () => {
  it('whole but for its page in the registry', () => {
    const { orbs } = parse(injected, yamlVersion);
    const { examples: _examples, display: _display, ...rest } = parse(readOrb(), yamlVersion);
    expect(orbs['vault-oidc']).toEqual(rest);
  });

  it('unless the config names no such orb', () => {
    expect(() => injectOrb('version: 2.1\norbs: {}\n', readOrb())).toThrow('no orb "vault-oidc"');
  });
});
