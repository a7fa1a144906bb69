import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { isSteeringName, isVariableName, nameFromKey } from '../../src/core/names.ts';
import { pickVariables } from '../../src/core/pick.ts';
import { findNameFailure } from '../../src/core/references/name-failures.ts';
import { parseReferences } from '../../src/core/references/parse-references.ts';
import { anyText, hardText } from '../support/arbitrary-text.ts';

const origin = { line: 1, text: 'secret/a key' };

describe('a name made from any key', () => {
  const key = fc.oneof(
    anyText,
    hardText,
    fc.nat(300).map((length) => `-${'1k'.repeat(150).slice(-length)}`),
  );

  it('is one that a shell can export, or is refused with a proposal that is', () => {
    const make = (text: string): void => {
      const name = nameFromKey(text);
      const failure = findNameFailure(name, origin);
      const [advice = ''] = failure?.next ?? [];
      const usable = failure === undefined ? name : advice.split(' | ')[1];
      expect({ usable, isUsable: isUsable(usable) }).toEqual({ usable, isUsable: true });
      expect(
        failure === undefined || failure.code === 'NAME_REFUSED' || !isVariableName(name),
      ).toBe(true);
    };
    fc.assert(fc.property(key, make), { numRuns: 3000 });
  });
});

function isUsable(name: string | undefined): boolean {
  return name !== undefined && /^[A-Za-z_]\w{0,254}$/.test(name) && !isSteeringName(name);
}

const steeringNames = [
  ...['PATH', 'IFS', 'ENV', 'BASH_ENV', 'SHELLOPTS', 'BASHOPTS', 'BASH_XTRACEFD', 'PS4', 'CDPATH'],
  ...['PROMPT_COMMAND', 'GLOBIGNORE', 'UID', 'EUID', 'PPID', 'BASH_VERSINFO', '_', 'HOME', 'USER'],
  ...['SHELL', 'TMPDIR', 'PWD', 'OLDPWD', 'TERM', 'GCONV_PATH', 'NODE_OPTIONS', 'NODE_PATH'],
  ...['NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'DEBUG', 'PYTHONPATH'],
  ...['PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONINSPECT', 'PYTHONWARNINGS', 'PERL5OPT', 'PERL5LIB'],
  ...['PERL5DB', 'RUBYOPT', 'RUBYLIB', 'JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'],
  ...['GIT_EXTERNAL_DIFF', 'GIT_ASKPASS', 'SSH_ASKPASS', 'EDITOR', 'VISUAL', 'PAGER', 'BROWSER'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'CURL_CA_BUNDLE', 'CI', 'WINDIR'],
  ...['REQUESTS_CA_BUNDLE', 'USERPROFILE', 'PHPRC', 'EXECIGNORE', 'FUNCNEST', 'TMOUT', 'INPUTRC'],
  ...['NVM_DIR', 'GIT_EXEC_PATH', 'GIT_TEMPLATE_DIR', 'GIT_DIR', 'GIT_PROXY_COMMAND', 'GIT_PAGER'],
  ...['GIT_EDITOR', 'GIT_SEQUENCE_EDITOR', 'LESSOPEN', 'LESSCLOSE', 'MAKEFLAGS', 'MAKEFILES'],
  ...['CLASSPATH', 'MAVEN_OPTS', 'GRADLE_OPTS', 'RUSTC', 'RUSTC_WRAPPER', 'RSYNC_RSH'],
  ...['TAR_OPTIONS', 'DOTNET_STARTUP_HOOKS', 'PYTHONBREAKPOINT', 'PYTHONUSERBASE', 'PERLLIB'],
  ...['NODE_REDIRECT_WARNINGS', 'NODE_REPL_EXTERNAL_MODULE', 'NODE_V8_COVERAGE', 'SSLKEYLOGFILE'],
  ...['XDG_CONFIG_HOME', 'LOCPATH', 'HOSTALIASES', 'PS0', 'ZDOTDIR', 'RANDOM', 'SECONDS', 'LINENO'],
];
const steeringPrefixes = [
  ...['LD_', 'DYLD_', 'MALLOC_', 'BASH_FUNC_', 'NPM_CONFIG_', 'GIT_SSH', 'GIT_CONFIG_'],
  ...['OPENSSL_', 'SSL_CERT_', 'CIRCLE', 'CIRCLECI_', 'VAULT_', 'BAO_'],
];

describe('a steering name', () => {
  const steeringName = fc.mixedCase(
    fc.oneof(
      fc.constantFrom(...steeringNames),
      fc
        .tuple(fc.constantFrom(...steeringPrefixes), fc.stringMatching(/^[A-Z0-9_]{0,9}$/))
        .map((parts) => parts.join('')),
    ),
  );

  /** The codes of what loading under the name fails with; `prefix` is part of it. */
  const load = (text: string, key: string): string[] => {
    const { references, failures } = parseReferences(text, {});
    const values = { [key]: 'value' };
    const opened = new Map(references.map((reference) => [reference, { values, version: 1 }]));
    const picked = pickVariables(references, opened);
    expect(picked.variables).toEqual([]);
    return [...failures, ...picked.failures].map(({ code }) => code);
  };

  it('is refused in upper and lower case, whether stated, made, kept or put together', () => {
    const refuse = (name: string, cut: number): void => {
      const [start, rest] = [name.slice(0, cut), name.slice(cut)];
      const prefix = start === '' ? '' : ` | ${start}`;
      expect(load(`secret/a key | ${name}`, 'key')).toEqual(['NAME_REFUSED']);
      expect(load(`secret/a **${prefix}`, rest)).toEqual(['NAME_REFUSED']);
      if (nameFromKey(name) !== name.toUpperCase()) return;
      expect(load(`secret/a ${name}`, name)).toEqual(['NAME_REFUSED']);
      expect(load('secret/a *', name)).toEqual(['NAME_REFUSED']);
    };
    fc.assert(fc.property(steeringName, fc.nat(6), refuse), { numRuns: 3000 });
  });

  it('is each that the launcher keeps from Node', () => {
    const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');
    const lists = launcher.matchAll(/^unset ((?:\\\n|[\w ])+)$/gm);
    const kept = [...lists].flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
    expect(kept).toContain('NODE_OPTIONS');
    expect(kept.filter((name) => !isSteeringName(name))).toEqual([]);
  });
});
