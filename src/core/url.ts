/** The URL, or undefined for a text that is none (URL.canParse needs Node 18.17). */
export function parseUrl(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
