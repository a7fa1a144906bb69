const mostNames = 10;

/** Roles by their names, of many only the first. */
export function nameRoles(roles: readonly string[]): string {
  const names = roles.slice(0, mostNames).map((name) => `"${name}"`);
  const more = roles.length > names.length ? ` and ${roles.length - names.length} more` : '';
  return names.join(', ') + more;
}
