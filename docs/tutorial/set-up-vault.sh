vault auth enable jwt

vault write auth/jwt/config \
  oidc_discovery_url="$OIDC_ISSUER" \
  bound_issuer="$OIDC_ISSUER"

vault policy write circleci-demo-policy - <<'POLICY'
path "secret/data/circleci-demo/*" {
  capabilities = ["read"]
}
POLICY

vault secrets enable -version=2 -path=secret kv

printf %s "$DEMO_PASSWORD" |
  vault kv put secret/circleci-demo/demo-secrets username="paul.atreides" password=-
