vault write auth/jwt/role/circleci-demo - <<ROLE
{
  "role_type": "jwt",
  "bound_audiences": ["$AUDIENCE"],
  "bound_claims_type": "string",
  "bound_claims": {
    "oidc.circleci.com/project-id": "$PROJECT_ID"
  },
  "user_claim": "oidc.circleci.com/project-id",
  "token_policies": ["circleci-demo-policy"],
  "token_ttl": "10m"
}
ROLE
