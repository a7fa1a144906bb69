const shape = /^[A-Za-z_][A-Za-z0-9_]*$/;
const longestName = 255;

/** Whether a shell can export a variable of this name. */
export function isVariableName(name: string): boolean {
  return shape.test(name) && name.length <= longestName;
}

/**
 * The name a secret's key gets when the reference states none: upper-case, each
 * run of other characters one `_`, none at the ends. It may be empty or begin
 * with a digit; `isVariableName` tells.
 */
export function nameFromKey(key: string): string {
  return key
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

const steeringNames = new Set(
  [
    // The shell itself, its start-up files and its tracing.
    'PATH IFS ENV PS0 PS4 PROMPT_COMMAND CDPATH GLOBIGNORE SHELLOPTS POSIXLY_CORRECT ZDOTDIR',
    'HOME USER SHELL TMPDIR PWD OLDPWD TERM USERPROFILE WINDIR',
    // Assignments that bash ignores, refuses or overwrites.
    '_ UID EUID PPID GROUPS FUNCNAME DIRSTACK LINENO RANDOM SRANDOM SECONDS EPOCHSECONDS',
    'EPOCHREALTIME HISTCMD OPTIND OPTARG REPLY PIPESTATUS COMP_WORDBREAKS',
    // Loaders and interpreters that run what these name.
    'GCONV_PATH NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_DEBUG',
    'NODE_DEBUG_NATIVE NODE_V8_COVERAGE NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE',
    'DEBUG PYTHONPATH PYTHONSTARTUP PYTHONHOME PYTHONINSPECT PYTHONWARNINGS PERL5OPT PERL5LIB',
    'PERL5DB RUBYOPT RUBYLIB JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS PHPRC',
    // Programs that others start.
    'GIT_EXTERNAL_DIFF GIT_ASKPASS SSH_ASKPASS EDITOR VISUAL PAGER BROWSER',
    // Where connections go and whom they trust.
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY CURL_CA_BUNDLE REQUESTS_CA_BUNDLE SSLKEYLOGFILE CI',
  ].flatMap((line) => line.split(' ')),
);

const steeringPrefixes = [
  'BASH',
  'LD_',
  'DYLD_',
  'MALLOC_',
  'GIT_SSH',
  'GIT_CONFIG',
  'NPM_CONFIG_',
  'SSL_CERT_',
  'CIRCLE',
  'VAULT_',
  'BAO_',
];

/**
 * Whether a variable of this name steers a shell, a loader, a common tool or
 * CircleCI itself. Such a name is refused wherever it comes from: with `*`,
 * whoever may write the secret would choose it. Upper and lower case count alike,
 * as they do to Windows, to npm (`npm_config_…`) and to Python (`…_proxy`).
 */
export function isSteeringName(name: string): boolean {
  const upper = name.toUpperCase();
  return steeringNames.has(upper) || steeringPrefixes.some((prefix) => upper.startsWith(prefix));
}
