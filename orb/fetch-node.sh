# Brings a Node where the launcher found none, and prints its path: that of an earlier
# step, else the pinned release, fetched; both are proved (on Alpine, by apk). It travels in the step's
# environment, and a shell of its own runs it: what $BASH_ENV does to the job's shell stays
# there, and none of its variables reaches the helper. Plain POSIX sh, and `-O`, which
# every sh has. The quotes mean it, and words are parted where that is wanted:
# shellcheck disable=SC2015,SC2016,SC2086,SC3067

# An exported function may print: what the launcher reads goes a way of its own.
exec 3>&2 4>&1 >/dev/null 2>&1
# What these say to tar and gzip would change what they do.
unset TAR_OPTIONS GZIP
umask 077
# No file may be over 200 MB, in blocks of 512 bytes: a stream may have no end.
ulimit -f 400000
version=@VERSION@
digests='@DIGESTS@'
line='
'

# Status, code, what, why (its last line), next.
fail() {
  printf 'vault-oidc: %s\n  why   %s\n  next  %s\n  code  %s\n' "$3" "${4##*"$line"}" "$5" "$2" >&3
  exit "$1"
}
image='use an image that has Node, such as cimg/node:lts'
miss() {
  fail 127 NODE_MISSING 'there is no Node 18 or newer here.' "$1" "${2:-$image}"
}
give_up() {
  fail 7 NODE_NOT_KEPT "Node $version could not be kept." "$1" 'let XDG_CACHE_HOME name a directory with 200 MB free'
}
refuse() {
  fail 2 PARAMETER_INVALID 'The parameter "node_url" cannot be used.' "$1" 'name a mirror of https://nodejs.org/dist'
}
note() {
  echo "vault-oidc: note: no Node 18 or newer here: $1" >&3
}
has() {
  command -v "$1"
}
sum() {
  sha256sum || shasum -a 256 || openssl dgst -sha256 -r
}

# The builds of nodejs.org need glibc. No pipe: its status may be that of its first part.
if [ -f /etc/alpine-release ] || case $(ldd --version 2>&1) in *musl*) ;; *) false ;; esac; then
  as=
  [ "$(id -u)" = 0 ] || { has sudo && as='sudo -n' || as='doas -n'; }
  note 'installing it with apk'
  # Another step may be at it.
  why=$($as apk add --wait 120 --no-cache nodejs 2>&1) || miss "$why" 'use node:lts-alpine, or run the job as root'
  case $(node --version) in
  v1[89].* | v[2-9]?.*) command -v node >&4 && exit ;;
  esac
  miss 'that of apk is older'
fi

has tar && has gzip && [ -n "$(sum </dev/null)" ] || miss 'there is no tar, no gzip, or none of sha256sum, shasum and openssl'
# As nodejs.org calls them: linux-x64, linux-arm64, darwin-x64, darwin-arm64.
platform=$(uname -sm | sed 's/L/l/;s/D/d/;s/ x86_/-x/;s/ aarch/-arm/;s/ /-/')
digest=${digests#*"${platform:-none}="}
[ "$digest" != "$digests" ] || miss "none is known for this machine ($platform)"
digest=${digest%% *}
release=node-v$version-$platform

work=
tried=
trap 'rm -rf "$work"' EXIT
# After a trap for the end, mksh would forget the status of one for a signal.
trap 'rm -rf "$work"; trap - EXIT; exit 143' HUP INT TERM
for cache in "${XDG_CACHE_HOME:-.}/vault-oidc" "${HOME:-.}/.cache/vault-oidc" "${TMPDIR:-/tmp}/vault-oidc-$(id -u)"; do
  case $cache in
  /*) mkdir -p "$cache" ;;
  *) continue ;;
  esac
  tried="$tried $cache"
  # Whoever else may write there may put anything there at any time.
  case $(ls -ld "$cache") in drwx?-??-*) [ -O "$cache" ] ;; *) false ;; esac || continue
  work=$(mktemp -d "$cache/new.XXXXXX") && cd "$work" && echo '#!/bin/sh' >run && chmod 700 run && ./run && break
  rm -rf "$work"
  work=
done
[ -n "$work" ] || give_up "none is for this user alone to write, with room and without noexec:$tried"
# Of steps that were killed.
find "$cache" -name 'new.*' -mmin +60 -exec rm -rf {} +

fetch() {
  # As the helper expands other parameters; what a variable holds is not looked at again.
  url=${VAULT_OIDC_INPUT_NODE_URL-}
  case $url in *\$*)
    url=$(printf '%s\n' "$url" | awk '{
      while (match($0, "[$][{][A-Za-z0-9_]+}|^[$][A-Za-z0-9_]+$")) {
        name = substr($0, RSTART, RLENGTH); gsub("[${}]", "", name)
        if (ENVIRON[name] == "") { print name; exit 1 }
        out = out substr($0, 1, RSTART - 1) ENVIRON[name]
        $0 = substr($0, RSTART + RLENGTH)
      }
      print out $0
    }') || refuse "its variable $url is empty" ;;
  esac
  url=${url%/}
  case $url in
  *[@\$]*) false ;;
  https://* | http://localhost:* | http://127.0.0.1:*) ;;
  *) false ;;
  esac || refuse 'it is not https://, or holds "@" or "$"'

  from=$url/v$version/$release.tar.gz
  note "fetching Node $version from $from"
  # No try begins after four minutes or lasts longer; a server may be silent for 30 s.
  # The user's .curlrc and .wgetrc are not read, though they may name a proxy: they may
  # name an output or ask for headers, too, and the environment can name a proxy.
  if has curl; then
    why=$(curl -qfsSLg --proto "=${url%%:*}" --proto-redir =https --connect-timeout 30 -Y 1 -y 30 -m 240 --retry 2 --retry-max-time 240 -o archive "$from" 2>&1)
  elif has wget; then
    limit=
    timeout 9 id && limit='timeout 240'
    # It knows the lower case alone. The file run is a comment to it.
    why=$(https_proxy=${https_proxy:-$HTTPS_PROXY} no_proxy=${no_proxy:-$NO_PROXY} WGETRC=run $limit wget -nv -t 3 -T 30 -O archive "$from" 2>&1)
  else
    miss 'there is neither curl nor wget'
  fi
  code=$?
  # Advice of its makers follows.
  case $why in *curl:*) why=curl:${why##*curl:}; why=${why%%"$line"*} ;; esac
  next="open the way there, name a mirror in node_url, or $image"
  # Where curl and GNU wget cannot write; BusyBox has no status of its own for it.
  case $code:$why in
  0:*) [ -s archive ] && return; why='nothing came' ;;
  23:* | 3:* | *'No space'*) give_up "$why" ;;
  *ertificate*) why=${why%%:"$line"*} next='let curl trust its authority by CURL_CA_BUNDLE or SSL_CERT_FILE' ;;
  esac
  fail 5 NODE_NOT_FETCHED "Node $version could not be fetched." "${why:-cut off, over 4 minutes or over 200 MB: status $code}" "$next"
}
# The archive that was looked at last is $archive.
is_proved() {
  archive=$1
  found=$(sum <"$1")
  found=${found%% *}
  [ "$found" = "$digest" ]
}
# Another step may have been first: both bring the same. A move into a directory is none.
keep() {
  why=$(exec 2>&1; mkdir -p "${2%/*}" && { [ ! -d "$2" ] || rm -rf "$2"; } && mv -f "$1" "$2") || give_up "$why"
}

new=$release/bin/node
node=$cache/$new
# A cache may come from other jobs: what is kept is proved at every use, by its archive.
if is_proved "$cache/$release/archive" || { fetch; is_proved archive; }; then
  tar -xzOf "$archive" "$new" | cmp -s - "$node" && "$node" --version || {
    # GNU tar says first what it failed at.
    why=$(tar -xzof "$archive" "$new" 2>&1) || give_up "${why%%"$line"*}"
    why=$("$new" --version 2>&1) || miss "Node $version does not run here: $why"
    keep "$new" "$node"
  }
  [ "$archive" != archive ] || keep archive "$cache/$release/archive"
  echo "$node" >&4
else
  fail 8 NODE_NOT_PROVED "What came is not Node $version; it was not used." "its SHA-256 is $found, not $digest" "look at what answers for $url"
fi
