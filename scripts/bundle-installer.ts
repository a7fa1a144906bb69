import { build, type Plugin } from 'esbuild';
import type { Product, ReleaseKey, ReleaseTable } from '../src/core/releases/release.ts';
import { readPackage, root } from './bundle-helper.ts';

/** What an installer may trust in the place of what is compiled in; tests build such a one. */
export interface ReleaseReplacements {
  readonly releaseDigests?: ReleaseTable;
  readonly releaseKeys?: Readonly<Partial<Record<Product, ReleaseKey>>>;
  readonly releaseOrigins?: Readonly<Record<Product, string>>;
}

const modules: Readonly<Record<string, keyof ReleaseReplacements>> = {
  'release-digests.ts': 'releaseDigests',
  'release-keys.ts': 'releaseKeys',
  'release-origins.ts': 'releaseOrigins',
};

/** Puts other values in the place of the modules that say what is trusted. */
function replaceReleases(replacements: ReleaseReplacements): Plugin {
  return {
    name: 'other releases',
    setup({ onLoad }) {
      onLoad({ filter: /core.releases.release-(digests|keys|origins)\.ts$/ }, ({ path }) => {
        const name = modules[path.replace(/^.*[\\/]/, '')];
        const value = name === undefined ? undefined : replacements[name];
        if (name === undefined || value === undefined) return undefined;
        return { contents: `export const ${name} = ${JSON.stringify(value)};` };
      });
    },
  };
}

/** Bundles the program of `install-vault` into one file for Node 18 and newer; gives its bytes. */
export async function bundleInstaller(replacements: ReleaseReplacements = {}): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/installer.ts'],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { VERSION: JSON.stringify(readPackage().version) },
    plugins: [replaceReleases(replacements)],
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no output');
  return Buffer.from(output.text);
}
