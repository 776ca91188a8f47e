import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What a function takes: a text, a value that may be one, or a run or an input request that has them in its fields. */
export type Taken = "text" | "value" | "run" | "runs" | "request";

/** A function of `src` that needs nothing but texts, values and runs. */
export interface TextReader {
  /** `rowText of runs/labels/runLabel.ts`. */
  name: string;
  takes: readonly Taken[];
  load: () => Promise<(...values: unknown[]) => unknown>;
}

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const declaration = /^export function\*? (\w+)(<T>)?\(([^()]*)\)(?!: (?:Promise|void))/gm;
const kinds: readonly [Taken, RegExp][] = [
  ["text", /^\w+: string(?: \| (?:undefined|null))?$/],
  ["value", /^\w+: (?:unknown|T)$/],
  ["run", /^\w+: (?:Run|Pick<Run, [^>]*>|EarlierTurn)$/],
  ["request", /^\w+: (?:InputRequest|Pick<InputRequest, [^>]*>)$/],
  ["runs", /^\w+: readonly Run\[\]$/],
];
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
    // The fields that it takes out of an object don't matter, and what it doesn't need is left out.
    const whole = parameters.replaceAll(/\{[^{}]*\}(?=:)/g, "fields");
    const given = whole.split(/,\s*(?=\w+(?:\??:| =)|$)/).filter((each) => each !== "" && !/\?:|=/.test(each));
    const takes = given.flatMap((each) => kinds.find(([, form]) => form.test(each.trim()))?.[0] ?? []);
    if (takes.length === 0 || takes.length < given.length) return [];
    const load = async (): Promise<never> => ((await import(path)) as Record<string, never>)[name]!;
    return [{ name: `${name} of ${file}`, takes, load }];
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
