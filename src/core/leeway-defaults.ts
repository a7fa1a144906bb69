/** Seconds that Vault grants where a role's field is 0; below 0 it grants none (HashiCorp, "JWT/OIDC auth method (API)"). */
export const leewayDefaults = {
  clock_skew_leeway: 60,
  expiration_leeway: 150,
  not_before_leeway: 150,
} as const;
