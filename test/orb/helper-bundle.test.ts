import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { listHelperFiles, ownMembers, root } from '../../scripts/bundle-helper.ts';

const helper = readFileSync(`${root}dist/helper.cjs`, 'utf8');

describe('the bundled helper', () => {
  it('is made from our sources and node-vault alone', async () => {
    const files = await listHelperFiles();
    const places = files.map(
      (file) =>
        /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ??
        (/^(src|empty:)/.exec(file)?.[1] || file),
    );
    // `empty:` stands for what node-vault loads and the build leaves out.
    expect([...new Set(places)].sort()).toEqual(['empty:', 'node-vault', 'src']);
  });

  it('has members renamed that no text of ours names', async () => {
    const files = (await listHelperFiles()).filter((file) => file.startsWith('src/'));
    const texts = files.map((file) => readFileSync(`${root}${file}`, 'utf8'));
    const quoted = texts.flatMap((text) => [...text.matchAll(/(['"`])(\w+)\1/g)]);
    expect(quoted.map(([, , name = '']) => name).filter((name) => ownMembers.test(name))).toEqual(
      [],
    );
    expect(helper).not.toMatch(/shellEnvironment|exportVariables|describeMount/);
  });

  it('has the syntax of ES2022, which Node 18 runs: lowering it changes nothing', async () => {
    const options = { minifyWhitespace: true, charset: 'utf8', legalComments: 'none' } as const;
    const lowered = await transform(helper, { ...options, target: 'es2022' });
    const kept = await transform(helper, { ...options, target: 'esnext' });
    expect(lowered.code === kept.code).toBe(true);
    expect(lowered.warnings).toEqual([]);
  });

  it('calls nothing that came after Node 18.0', () => {
    const later =
      /\b(?:URL\.canParse|AbortSignal\.any|Array\.fromAsync|(?:Object|Map)\.groupBy|Promise\.(?:try|withResolvers)|Symbol\.(?:async)?[dD]ispose|import\.meta)\b|\.(?:toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|getBuiltinModule|loadEnvFile|styleText|parentPath)\b/g;
    expect(helper.match(later) ?? []).toEqual([]);
  });
});
