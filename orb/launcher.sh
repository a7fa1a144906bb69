# Finds Node 18 or newer and lets it run the helper, which travels in this step's
# environment and never touches the disk. Plain POSIX sh: bash, dash, BusyBox, zsh, mksh.
# The orb carries it without comments and indentation, in the program at its end, too: no
# text in it spans lines. The helper sees its variables: each begins with VAULT_OIDC_.
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
unalias -a 2>/dev/null
set +f
unset GLOBIGNORE
shopt -u failglob 2>/dev/null
for VAULT_OIDC_NODE in "$(command -v node)" \
  "${NVM_DIR-}"/versions/node/*/bin/node \
  "${HOME-}"/.nvm/versions/node/*/bin/node /opt/circleci/.nvm/versions/node/*/bin/node ''; do
  case "$VAULT_OIDC_NODE" in
  */*)
    case "$("$VAULT_OIDC_NODE" --version 2>/dev/null)" in
    v1[89].* | v[2-9][0-9].* | v[1-9][0-9][0-9].*) break ;;
    esac
    ;;
  esac
done
# A shell of its own, that $BASH_ENV did nothing to: its `exit` ends it.
[ -n "$VAULT_OIDC_NODE" ] ||
  VAULT_OIDC_NODE=$(exec sh -c "$(printf %s "$VAULT_OIDC_FETCH_NODE" | sed "y/~\`/\n'/")") || exit

# Nothing runs where there is no path, whatever $BASH_ENV made of `exit`.
[ -n "$VAULT_OIDC_NODE" ] && exec "$VAULT_OIDC_NODE" -e '
const { env } = process, name = "VAULT_OIDC_HELPER";
let text = "";
for (let part = 1, key = name; env[key]; key = `${name}_${++part}`) {
  text += env[key];
  delete env[key];
}
let code = "";
try {
  const packed = Buffer.alloc((text.length / 16) * 13);
  let group = 0n;
  Buffer.from(text).forEach((byte, at) => {
    group = group * 91n + BigInt(byte - 33 - (byte > 39) - (byte > 60) - (byte > 92));
    if (at % 16 < 15) return;
    packed.write(group.toString(16).padStart(26, 0), ((at - 15) / 16) * 13, "hex");
    group = 0n;
  });
  code = require("zlib").brotliDecompressSync(packed);
} catch {}
if (!code || require("crypto").createHash("sha256").update(code).digest("hex") !== env[`${name}_SHA256`]) {
  console.error("vault-oidc: The helper did not arrive whole.\n  why   its digest is not the one that the orb was built with\n  next  look for a step or context that sets VAULT_OIDC_ variables\n  code  HELPER_DAMAGED");
  process.exit(70);
}
require("vm").compileFunction(code.toString(), ["require"], { filename: "vault-oidc" })(require);
'
