import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A function of `src` that needs nothing but texts, or values that may be texts. */
export interface TextReader {
  /** `rowText of runs/labels/runLabel.ts`. */
  name: string;
  takes: readonly ("text" | "value")[];
  load: () => Promise<(...values: unknown[]) => unknown>;
}

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const declaration = /^export function\*? (\w+)(<T>)?\(([^()]*)\)(?!: (?:Promise|void))/gm;
const parameter = /^\w+: (?:(unknown|T)|string(?: \| (?:undefined|null))?)$/;
const imported = /^(?:import|export) (?!type )[^;]*?from "([^"]+)";/gm;
const codes = new Map<string, string>();
const needs = new Map<string, boolean>();

/** All of them in these folders, so that a new one is tried without being listed anywhere. */
export function textReaders(folders: readonly string[]): TextReader[] {
  return folders.flatMap((folder) =>
    readdirSync(`${src}${folder}`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .flatMap((file) => readersIn(`${folder}/${file}`)),
  );
}

function readersIn(file: string): TextReader[] {
  const path = resolve(src, file);
  if (needsVsCode(path)) return [];
  return [...codeOf(path).matchAll(declaration)].flatMap(([, name = "", , parameters = ""]) => {
    const given = parameters.split(/,\s*/).filter((each) => each !== "" && !/\?:|=/.test(each));
    const kinds = given.map((each) => parameter.exec(each.trim()));
    if (kinds.length === 0 || kinds.includes(null)) return [];
    const load = async (): Promise<never> => ((await import(path)) as Record<string, never>)[name]!;
    return [{ name: `${name} of ${file}`, takes: kinds.map((kind) => (kind?.[1] ? "value" : "text")), load }];
  });
}

function codeOf(path: string): string {
  const code = codes.get(path) ?? readFileSync(path, "utf8");
  codes.set(path, code);
  return code;
}

function needsVsCode(path: string): boolean {
  const known = needs.get(path);
  if (known !== undefined) return known;
  // For files that import each other.
  needs.set(path, false);
  const from = [...codeOf(path).matchAll(imported)].map(([, specifier = ""]) => specifier);
  const answer =
    from.includes("vscode") || from.some((each) => each.startsWith(".") && needsVsCode(resolve(dirname(path), each)));
  needs.set(path, answer);
  return answer;
}
