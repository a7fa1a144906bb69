import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { minify } from 'terser';
import { trimNodeVault } from './trim-node-vault.ts';

/** The repository's root; every path of the build starts here, whatever the working directory is. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** `version` and `description` of package.json. */
export function readPackage(): { version: string; description: string } {
  const parsed: unknown = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  if (typeof parsed === 'object' && parsed !== null) {
    const { version, description } = { version: '', description: '', ...parsed };
    if (version !== '' && description !== '') return { version, description };
  }
  throw new Error('package.json lacks a version or a description');
}

// node-vault is given a transport, a debug function, a schema checker, a template
// engine and commands of ours; what it would use otherwise stays out of the bundle.
const replaced = /^(axios|debug|https|tv4|mustache|\.\/commands\.js)$/;

const leanNodeVault: Plugin = {
  name: 'node-vault without what the helper never reaches',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: replaced }, ({ importer, path }) =>
      importer.includes('node-vault') ? { path, namespace: 'empty' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'module.exports = () => undefined;',
    }));
    onLoad({ filter: /node-vault.src.index\.js$/ }, ({ path }) => ({
      contents: trimNodeVault(readFileSync(path, 'utf8')),
    }));
  },
};

function bundle() {
  return build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { VERSION: JSON.stringify(readPackage().version) },
    plugins: [leanNodeVault],
  });
}

/** The files that the helper is made from; those of packages begin with `node_modules/`. */
export async function listHelperFiles(): Promise<string[]> {
  const { metafile } = await bundle();
  return Object.keys(metafile.inputs);
}

/** Bundles the helper into one file for Node 18 and newer; gives its bytes. */
export async function bundleHelper(): Promise<Buffer> {
  const { outputFiles } = await bundle();
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no output');
  // After esbuild's own minifier, and twice: each time it still finds something.
  return Buffer.from(await minifyAgain(await minifyAgain(output.text)));
}

/**
 * Members of our own interfaces, which the bundle may rename: nothing of Node, of a
 * library or of a JSON text has such a name, and no text names one.
 */
export const ownMembers = new RegExp(
  `^(${[
    ...['clockAheadMs', 'describeMount', 'elapsedMs', 'explainDelay', 'exportVariables'],
    ...['exportsToken', 'isDefault', 'isExpandedByParser', 'isSecure', 'isTemporary', 'isTokenNew'],
    ...['isVerified', 'isVersioned', 'leaseSeconds', 'letterCase', 'limitTime', 'presetToken'],
    ...['requestPath', 'revokesToken', 'shellEnvironment', 'shortestLease', 'signalStatus'],
    ...['unsetVariables', 'waitMs'],
  ].join('|')})$`,
);

async function minifyAgain(text: string): Promise<string> {
  const { code } = await minify(text, {
    ecma: 2020,
    mangle: { toplevel: true, properties: { regex: ownMembers } },
    compress: { toplevel: true, passes: 3, pure_getters: true, unsafe_arrows: true },
  });
  if (code === undefined) throw new Error('terser gave no output');
  return code;
}
