import type { VaultAdministration } from '../administration-ports.ts';
import type { Right } from '../core/administration/needed-rights.ts';
import { getMember, isJsonObject, type JsonObject } from '../core/json.ts';

/**
 * What the administrator's token may do on the paths (`sys/capabilities-self`), by path;
 * undefined when Vault does not tell it.
 */
export async function askCapabilities(
  rights: readonly Right[],
  administration: VaultAdministration,
): Promise<JsonObject | undefined> {
  const paths = rights.map(({ path }) => path);
  const answer = await administration.write('sys/capabilities-self', { paths });
  if (!answer.granted) return undefined;
  const told = getMember(answer.value, 'data') ?? answer.value;
  return isJsonObject(told) ? told : undefined;
}
