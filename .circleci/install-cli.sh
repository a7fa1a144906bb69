# Puts the CircleCI CLI into the directory $1. The program of that name that CircleCI
# has in every job cannot publish. CIRCLECI_CLI_SHA256 is the archive's digest, from the
# context: the token is handed to a program that a maintainer looked at.
set -eu

version=${CIRCLECI_CLI_VERSION:-0.1.47860}
name=circleci-cli_${version}_linux_amd64
origin=${CIRCLECI_CLI_ORIGIN:-https://github.com/CircleCI-Public/circleci-cli/releases/download}
if [ -z "${CIRCLECI_CLI_SHA256:-}" ]; then
  echo "set CIRCLECI_CLI_SHA256 in the context to the SHA-256 of $name.tar.gz" >&2
  exit 1
fi

mkdir -p "$1"
cd "$1"
curl --fail --silent --show-error --location --retry 3 --output "$name.tar.gz" \
  "$origin/v$version/$name.tar.gz"
echo "$CIRCLECI_CLI_SHA256  $name.tar.gz" | sha256sum --check --quiet
tar -xzf "$name.tar.gz" --strip-components=1 "$name/circleci"
rm "$name.tar.gz"
./circleci version
