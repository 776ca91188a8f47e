/** Asks for each label once, even if a request is filled in several times until all its reads are allowed. */
export function askOnce(
  ask: (label: string) => Promise<string | undefined>,
): (label: string) => Promise<string | undefined> {
  const said = new Map<string, string>();
  return async (label) => {
    const value = said.get(label) ?? (await ask(label));
    if (value !== undefined) said.set(label, value);
    return value;
  };
}
