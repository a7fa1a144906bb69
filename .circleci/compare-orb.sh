# Ends well if dist/orb.yml has the SHA-256 in TESTED_ORB_SHA256, which is that of the
# orb in this pipeline's config: what is published is what the other jobs have used.
set -eu

if [ -z "${TESTED_ORB_SHA256:-}" ]; then
  echo 'nothing says which orb the other jobs used: this config was not sent by scripts/pipeline/continue.ts' >&2
  exit 1
fi
digest=$(sha256sum dist/orb.yml)
digest=${digest%% *}
if [ "$digest" != "$TESTED_ORB_SHA256" ]; then
  echo "dist/orb.yml is not the orb that the other jobs used: it has SHA-256 $digest, that one $TESTED_ORB_SHA256" >&2
  exit 1
fi
echo "dist/orb.yml is the orb that the other jobs used, SHA-256 $digest"
