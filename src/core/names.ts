/** Whether a shell can export a variable of this name, of 255 characters at most. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w{0,254}$/.test(name);
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

// Patterns between blanks; a star stands for any end.
const steeringNames = [
  // The shell itself, its start-up files and its tracing.
  'PATH IFS ENV PS0 PS4 PROMPT_COMMAND CDPATH GLOBIGNORE EXECIGNORE FUNCNEST TMOUT INPUTRC',
  'SHELLOPTS POSIXLY_CORRECT ZDOTDIR BASH*',
  'HOME USER SHELL TMPDIR PWD OLDPWD TERM USERPROFILE WINDIR XDG_CONFIG_HOME NVM_DIR',
  // Assignments that bash ignores, refuses or overwrites.
  '_ UID EUID PPID GROUPS FUNCNAME DIRSTACK LINENO RANDOM SRANDOM SECONDS EPOCHSECONDS',
  'EPOCHREALTIME HISTCMD OPTIND OPTARG REPLY PIPESTATUS COMP_WORDBREAKS',
  // Loaders and interpreters that run what these name.
  'LD_* DYLD_* MALLOC_* GCONV_PATH LOCPATH OPENSSL_* DEBUG NODE_OPTIONS NODE_PATH NODE_DEBUG*',
  'NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_REDIRECT_WARNINGS NODE_V8_COVERAGE',
  'NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE NPM_CONFIG_* PERL5* PERLLIB RUBYOPT RUBYLIB PHPRC',
  'PYTHON[A-Z]* _?JAVA_(TOOL_)?OPTIONS JDK_JAVA_OPTIONS CLASSPATH DOTNET_STARTUP_HOOKS',
  // Tools that run what these name, and programs that others start.
  'MAKEF* MAVEN_OPTS GRADLE_OPTS RUSTC* TAR_OPTIONS RSYNC_RSH LESSOPEN LESSCLOSE SSH_ASKPASS',
  'GIT_(SSH|CONFIG|EX)* GIT_(TEMPLATE_)?DIR GIT_PROXY_COMMAND GIT_ASKPASS',
  '(GIT_)?PAGER (GIT_(SEQUENCE_)?)?EDITOR VISUAL BROWSER',
  // Where connections go and whom they trust.
  '(HTTPS?|ALL|NO)_PROXY HOSTALIASES SSL_CERT_* CURL_CA_BUNDLE REQUESTS_CA_BUNDLE SSLKEYLOGFILE',
  'CI CIRCLE* VAULT_* BAO_*',
].join(' ');

const steering = new RegExp(`^(${steeringNames.replaceAll('*', '.*').replaceAll(' ', '|')})$`, 'i');

/**
 * Whether a variable of this name steers a shell, a loader, a common tool or
 * CircleCI itself. Such a name is refused wherever it comes from: with `*`,
 * whoever may write the secret would choose it. Upper and lower case count alike,
 * as they do to Windows, to npm (`npm_config_…`) and to Python (`…_proxy`).
 */
export function isSteeringName(name: string): boolean {
  return steering.test(name);
}
