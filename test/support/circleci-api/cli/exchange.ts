/** What both stand-ins take from their environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An answer of the server; status 0 stands for a lost connection. */
export interface Exchange {
  readonly status: number;
  readonly text: string;
}

export function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

export function complain(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** Asks the server once. Only this machine is asked, whatever the host variable says. */
export async function exchange(
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Exchange> {
  if (!host.startsWith('http://127.0.0.1:')) throw new Error(`the stand-in would ask ${host}`);
  try {
    const response = await fetch(host + path, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: 'EOF' };
  }
}

/** The parsed text; undefined when it is no JSON. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whatever is at the path into a parsed answer. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined,
    value,
  );
}
