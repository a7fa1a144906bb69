# Finds Node 18 or newer and lets it run the helper, which travels in this step's
# environment and never touches the disk. Plain POSIX sh: bash, dash, BusyBox.
# The files are chosen at run time, the quotes mean it, and what POSIX lacks may fail:
# shellcheck disable=SC1090,SC2016,SC3028,SC3044,SC3045

set +eux
[ -z "${ZSH_VERSION-}" ] || emulate sh
ulimit -c 0 2>/dev/null

# bash has read $BASH_ENV by now, unless it plays sh; other shells never do. A file
# that this shell cannot read to its end would end the step, so a subshell tries.
unset VAULT_OIDC_READS_ENVIRONMENT
case "${BASH_VERSION:+bash}:${SHELLOPTS-}:" in
bash:*:posix:* | :*) export VAULT_OIDC_READS_ENVIRONMENT=no ;;
esac
if [ -n "${VAULT_OIDC_READS_ENVIRONMENT-}" ] && [ -f "${BASH_ENV-}" ]; then
  case "$(. "$BASH_ENV" </dev/null >/dev/null 2>&1; echo read)" in
  read*) . "$BASH_ENV" >/dev/null 2>&1 ;;
  *) echo 'vault-oidc: note: this shell cannot read $BASH_ENV; what earlier steps put there is not seen' >&2 ;;
  esac
  set +eux
fi

# These make Node log requests, load files of others' choice or trust anybody.
# NODE_EXTRA_CA_CERTS stays: companies name their own authority in it.
unset NODE_OPTIONS NODE_DEBUG NODE_DEBUG_NATIVE DEBUG NODE_PATH NODE_V8_COVERAGE \
  NODE_TLS_REJECT_UNAUTHORIZED NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE SSLKEYLOGFILE \
  NODE_REDIRECT_WARNINGS OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES

# $BASH_ENV may hide Node behind a function, as nvm's lazy loading does, or turn
# patterns off. A candidate without a slash is no program.
unset -f node 2>/dev/null
unalias node 2>/dev/null
set +f
unset GLOBIGNORE
shopt -u failglob 2>/dev/null
node=
for candidate in "$(command -v node)" \
  "${NVM_DIR:-/opt/circleci/.nvm}"/versions/node/*/bin/node \
  "${HOME-}"/.nvm/versions/node/*/bin/node /opt/circleci/.nvm/versions/node/*/bin/node; do
  case "$candidate" in
  */*) ;;
  *) continue ;;
  esac
  case "$("$candidate" --version 2>/dev/null)" in
  v1[89].* | v[2-9][0-9].* | v[1-9][0-9][0-9].*) node=$candidate && break ;;
  esac
done
if [ -z "$node" ]; then
  {
    echo 'vault-oidc: there is no Node 18 or newer here.'
    echo '  why   the helper needs it, and neither the PATH nor the directories of nvm have one'
    echo '  next  use an image that has Node, such as cimg/node:lts'
    echo '  next  or install Node in an earlier step of the job'
    echo '  code  NODE_MISSING'
  } >&2
  exit 127
fi

exec "$node" -e '
const { env } = process;
const name = "VAULT_OIDC_HELPER";
let code;
try {
  const text = Buffer.from(env[name]);
  const packed = Buffer.alloc((text.length / 5) * 4);
  for (let at = 0, group = 0; at < text.length; ) {
    const byte = text[at++];
    group = group * 85 + byte - 40 - (byte > 60) - (byte > 92);
    if (at % 5 === 0) packed.writeUInt32BE(group, (at / 5) * 4 - 4), (group = 0);
  }
  code = require("zlib").brotliDecompressSync(packed);
} catch {}
const digest = require("crypto").createHash("sha256").update(code || "").digest("hex");
if (!code || digest !== env[`${name}_SHA256`]) {
  console.error("vault-oidc: The helper did not arrive whole.\n"
    + "  why   its digest is not the one that the orb was built with\n"
    + "  next  look for a step or context that sets VAULT_OIDC_ variables\n"
    + "  code  HELPER_DAMAGED");
  process.exit(70);
}
delete env[name];
require("vm").compileFunction(code.toString(), ["require"], { filename: "vault-oidc" })(require);
'
