import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConsoleReport } from '../../../src/adapters/console-report.ts';
import { createSearchPath } from '../../../src/adapters/search-path.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const nowhere = { write: () => undefined };
const report = createConsoleReport({ stdout: nowhere, stderr: nowhere });

// bash tells the one, dash the other; no test may put a program into the root itself.
it.each(['/vault', '//vault'])(
  'the root may be put on the PATH, where a shell tells %s',
  async (told) => {
    writeFileSync(join(directory, 'bash'), `#!/bin/sh\necho ${told}\n`, { mode: 0o755 });
    const environment = { PATH: directory, BASH_ENV: join(directory, 'environment') };
    const searchPath = createSearchPath(environment, report, new AbortController().signal);
    await searchPath.add('/', 'vault');
    expect(readFileSync(environment.BASH_ENV, 'utf8')).toMatch(/^export PATH='?\/'?:"\$PATH"\n$/);
  },
);
