import { readFile } from "node:fs/promises";

/** The variables of a `.env` file: `NAME=value` a line, `#` for comments, quotes around a value. */
export function parseEnvFile(text: string): Record<string, string> {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  return Object.fromEntries(lines.flatMap(parseLine));
}

/** A line without a variable has none. */
function parseLine(line: string): (readonly [name: string, value: string])[] {
  const at = line.indexOf("=");
  const name = line
    .slice(0, Math.max(0, at))
    .trim()
    .replace(/^export\s+/, "");
  return /^[A-Za-z_]\w*$/.test(name) ? [[name, withoutQuotes(line.slice(at + 1).trim())]] : [];
}

/** A file that isn't there has none. @throws the system's error for one that can't be read */
export async function readEnvFile(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return parseEnvFile(text);
}

function withoutQuotes(value: string): string {
  const [, , text] = /^(["'])(.*?)\1\s+#/.exec(value) ?? /^(["'])(.*)\1$/.exec(value) ?? [];
  if (text !== undefined) return text;
  const comment = value.search(/\s#/);
  return comment < 0 ? value : value.slice(0, comment).trimEnd();
}
