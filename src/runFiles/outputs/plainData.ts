import { basename, dirname, extname } from "node:path";
import { goldenEnding, isRunFileName } from "#runFiles/fileNames.ts";
import { isWithin } from "#runFiles/paths.ts";

/** Endings of files that nothing runs or reads as settings because of the ending alone. */
const dataEndings: readonly string[] = [".csv", ".json", ".jsonl", ".log", ".md", ".ndjson", ".tsv", ".txt"];

/** Parts of names, between dots, under which tools look for files with these endings: `review.prompt.md`. */
const toolNames: ReadonlySet<string> = new Set([
  ...["agents", "chatmode", "claude", "copilot-instructions", "gemini", "instructions", "prompt", "skill"],
  ...["angular", "app", "biome", "bower", "composer", "deno", "devcontainer", "extensions", "firebase", "global"],
  ...["launch", "lerna", "manifest", "mcp", "nodemon", "now", "nx", "package", "package-lock", "project", "renovate"],
  ...["rush", "tasks", "tslint", "turbo", "vercel", "workspace", "wrangler", "cmakelists"],
]);
/** `tsconfig`, `appsettings`, `requirements-dev` */
const toolWord = /^(?:constraints|requirements)|(?:config|settings)$/;

/**
 * Whether a run's output may go to a new file without a question: it is in the folder of the run file, and no tool is
 * known to run such a file or to read its settings from it.
 *
 * @param path absolute
 * @param folder of the run file, absolute
 */
export function isPlainData(path: string, folder: string): boolean {
  const name = basename(path).toLowerCase();
  if (!isWithin(dirname(path), folder) || !dataEndings.includes(extname(name))) return false;
  if (isRunFileName(name) || name.endsWith(goldenEnding)) return false;
  const parts = name.slice(0, -extname(name).length).split(".");
  return !parts.some((part) => toolNames.has(part) || toolWord.test(part));
}
