import { readFile } from "node:fs/promises";

const variable = /^(?:export +)?([A-Za-z_]\w*) *=(.*)$/;

/** The variables of a `.env` file: `NAME=value` a line, `#` for comments, quotes around a value. */
export function parseEnvFile(text: string): Record<string, string> {
  const found = text.split("\n").flatMap((line) => {
    const [, name, value = ""] = variable.exec(line.trim()) ?? [];
    return name === undefined ? [] : [[name, withoutQuotes(value.trim())] as const];
  });
  return Object.fromEntries(found);
}

/** A file that isn't there has none. @throws the system's error for one that can't be read */
export async function readEnvFile(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseEnvFile(text);
}

/** A value in quotes is what stands between them; in others a comment begins at ` #`. */
function withoutQuotes(value: string): string {
  const quote = value.slice(0, 1);
  const end = quote === '"' || quote === "'" ? value.indexOf(quote, 1) : -1;
  if (end > 0) return value.slice(1, end);
  const comment = value.indexOf(" #");
  return comment < 0 ? value : value.slice(0, comment).trimEnd();
}
