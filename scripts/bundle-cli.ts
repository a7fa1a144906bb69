import { build } from 'esbuild';
import { readPackage, root } from './bundle-helper.ts';

/** Bundles the command-line program into one file for Node 20 and newer; gives its text. */
export async function bundleCli(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'inline',
    // The text names each package's file: where a linked node_modules leads must not be in it.
    preserveSymlinks: true,
    banner: {
      js: [
        '#!/usr/bin/env node',
        "import { createRequire } from 'node:module';",
        'const require = createRequire(import.meta.url);',
      ].join('\n'),
    },
    define: { VERSION: JSON.stringify(readPackage().version) },
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no output');
  return output.text;
}
