/**
 * Takes each feature out for real: its folder, its lines in the lists below, and what is generated. What is left has to
 * type-check and to build, and nothing of the feature may stay in package.json.
 *
 * `node .ci/build/without.ts insights golden` tries these; all without an argument.
 */

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Contributions } from "#host/contributions/contributes.ts";

const root = resolve(import.meta.dirname, "../..");

/** The only files outside of a feature's folder that name it. */
const lists = ["src/features/index.ts", "src/features/entry.ts", "src/cli/commands.ts", "src/cli/tools.ts"];

/** A feature that others are built on. They go with it. */
const builtOn: Readonly<Record<string, readonly string[]>> = { search: ["insights", "localRuns"] };

/** What types, build and manifest are made of. */
const sources = [
  ...["src", ".ci", "media", "docs", "esbuild.mjs", "oxlint.config.ts", "package.json", "package.nls.json"],
  ...["tsconfig.json", "ThirdPartyNotices.txt"],
];

const run = promisify(execFile);

/** What is wrong without the feature; empty if nothing is. */
async function problemsWithout(feature: string): Promise<string> {
  const gone = [feature, ...(builtOn[feature] ?? [])];
  const ids = (await Promise.all(gone.map(idsOf))).flat();
  const folder = await mkdtemp(join(tmpdir(), `without-${feature}-`));
  try {
    for (const path of sources) await cp(join(root, path), join(folder, path), { recursive: true });
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const each of gone) await rm(join(folder, "src/features", each), { recursive: true });
    for (const list of lists) await takeOutLines(join(folder, list), gone);
    // Without a feature the notices are others, so the build writes them here, which it refuses in CI.
    const env = { ...process.env, CI: "" };
    const node = (...args: string[]) => run(process.execPath, args, { cwd: folder, env });
    const typescript = join(root, "node_modules/typescript/bin/tsc");
    await node(".ci/build/manifest.ts");
    await node(typescript, "--noEmit");
    await node(typescript, "--noEmit", "-p", "src/ui");
    await node("esbuild.mjs", "--no-tests");
    const manifest = await readFile(join(folder, "package.json"), "utf8");
    return ids
      .filter((id) => new RegExp(`${id.replaceAll(".", "\\.")}(?![\\w.])`).test(manifest))
      .map((id) => `package.json still has ${id}`)
      .join("\n");
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The ids of the commands, settings, views and tools that a feature contributes. */
async function idsOf(feature: string): Promise<string[]> {
  const path = join(root, "src/features", feature, "contributes.ts");
  const { own } = (await import(path).catch(() => ({ own: {} }))) as { own: Contributions };
  const names = [...Object.keys(own.commands ?? {}), ...Object.keys(own.settings ?? {})];
  const tools = (own.languageModelTools ?? []).map((tool) => tool.name);
  return [...names.map((name) => `dynamiqRuns.${name}`), ...(own.views ?? []).map(({ id }) => id), ...tools];
}

/** Takes the imports from the features out of a list, and the lines that use what they import. */
async function takeOutLines(file: string, gone: readonly string[]): Promise<void> {
  const text = await readFile(file, "utf8");
  const isGone = (line: string): boolean => gone.some((feature) => line.includes(`/${feature}/`));
  const names = [...text.matchAll(/^import (?:type )?\{ (.*) \} from ".*";$/gm)]
    .filter(([line]) => isGone(line))
    .flatMap(([, imported = ""]) => imported.replaceAll("type ", "").split(", "));
  const uses = (line: string): boolean => isGone(line) || names.some((name) => new RegExp(`\\b${name}\\b`).test(line));
  const left = text.split("\n").filter((line) => !uses(line));
  await writeFile(file, left.join("\n"));
}

const all = readdirSync(join(root, "src/features"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const wanted = process.argv.slice(2);
for (const feature of wanted.length > 0 ? wanted : all) {
  const problems = await problemsWithout(feature);
  console.log(
    problems === "" ? `Without ${feature}: types, build and manifest hold` : `Without ${feature}:\n${problems}`,
  );
  if (problems !== "") process.exitCode = 1;
}
