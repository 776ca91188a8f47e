/**
 * Takes each feature out for real: its folder, its lines in the lists below, and what is generated. What is left has to
 * type-check and to build. Nothing of the feature may stay in package.json, and no file that only it used in the VSIX.
 *
 * `node .ci/build/without.ts insights golden` tries these; all without an argument.
 */

import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { listFiles, PackageManager } from "@vscode/vsce";
import type { Contributions } from "#host/contributions/contributes.ts";

const root = resolve(import.meta.dirname, "../..");

/** The only files outside of a feature's folder that name it. */
const lists = ["src/features/index.ts", "src/features/entry.ts", "src/cli/commands.ts", "src/cli/tools.ts"];

/** A feature that others are built on. They go with it. */
const builtOn: Readonly<Record<string, readonly string[]>> = { search: ["insights", "localRuns"] };

/** What types, build, manifest and VSIX are made of. */
const sources = [
  "src",
  ".ci",
  "media",
  "docs",
  "esbuild.mjs",
  "knip.json",
  "oxlint.config.ts",
  "package.json",
  "package.nls.json",
  "tsconfig.json",
  "ThirdPartyNotices.txt",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  ".vscodeignore",
];

const run = promisify(execFile);

/** The projects of the type checker, and where it notes what it knows of each, beside the sources. */
const projects = ["tsconfig.json", "src/ui/tsconfig.json"].map((file) => ({ file, notes: `${file}.tsbuildinfo` }));

/** Runs Node with the repository's contributions tools in a copy of it. */
function nodeIn(folder: string): (...args: string[]) => Promise<unknown> {
  // Without a feature the notices are others, so the build writes them here, which it refuses in CI.
  const env = { ...process.env, CI: "" };
  return (...args) => run(process.execPath, args, { cwd: folder, env });
}

/** Checks the types of both projects. A copy that has the notes of the whole checks what its change can reach. */
function checkTypes(folder: string): Promise<unknown>[] {
  const typescript = join(root, "node_modules/typescript/bin/tsc");
  return projects.map(({ file, notes }) =>
    nodeIn(folder)(typescript, "--noEmit", "-p", file, "--incremental", "--tsBuildInfoFile", notes),
  );
}

/** @returns a copy of all that is needed to build, with the type checker's notes */
async function copyWhole(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "with-all-"));
  for (const path of sources) await cp(join(root, path), join(folder, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await everyOne(checkTypes(folder));
  return folder;
}

/** What is wrong without the feature; empty if nothing is. */
async function problemsWithout(feature: string, whole: string): Promise<string> {
  const gone = [feature, ...(builtOn[feature] ?? [])];
  const names = (await Promise.all(gone.map(namesOf))).flat();
  const folder = await mkdtemp(join(tmpdir(), `without-${feature}-`));
  try {
    await cp(whole, folder, { recursive: true, verbatimSymlinks: true });
    for (const each of gone) await rm(join(folder, "src/features", each), { recursive: true });
    for (const list of lists) await takeOutLines(join(folder, list), gone);
    await nodeIn(folder)(".ci/build/manifest.ts");
    await everyOne([...checkTypes(folder), nodeIn(folder)("esbuild.mjs", "--no-tests")]);
    const files = await shippedTexts(folder);
    return [
      ...[...files].flatMap(([file, text]) => namedIn(text, names).map((name) => `${file} still has ${name}`)),
      ...(await unusedFiles(folder, [...files.values()].join("\n"))),
      ...(await unusedNames(folder)),
    ].join("\n");
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Waits for all before it fails with the first failure: what is still running would write into a folder that is gone. */
async function everyOne(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === "rejected") throw result.reason;
}

/** What VS Code and the bundles read, by its path in the VSIX. */
async function shippedTexts(folder: string): Promise<Map<string, string>> {
  const files = await listFiles({ cwd: folder, packageManager: PackageManager.None });
  const read = files.filter((file) => /^(package(\.nls)?\.json|dist\/[^/]+\.c?js)$/.test(file));
  return new Map(
    await Promise.all(read.map(async (file) => [file, await readFile(join(folder, file), "utf8")] as const)),
  );
}

/** The names that stand in a text as whole words, also with the dots of a regular expression. */
function namedIn(text: string, names: readonly string[]): string[] {
  const patternOf = (name: string): string =>
    name.replaceAll(/[.*+?()[\]]/g, (sign) => (sign === "." ? "\\\\*\\." : `\\${sign}`));
  return names.filter((name) => new RegExp(`(?<![\\w.])${patternOf(name)}(?![\\w.-])`).test(text));
}

/** The files of `media` in the VSIX that none of the texts names. The build finds all other files. */
async function unusedFiles(folder: string, texts: string): Promise<string[]> {
  const files = await listFiles({ cwd: folder, packageManager: PackageManager.None });
  const unused = files.filter((file) => file.startsWith("media/") && !texts.includes(basename(file)));
  return unused.map((file) => `the VSIX still has ${file}, which nothing names`);
}

/** The files with names that several features share. */
const sharedNames = ["src/host/ids.ts", "src/host/contributions/conditions.ts"];

/** The shared names that nobody uses any more. */
async function unusedNames(folder: string): Promise<string[]> {
  const knip = join(root, "node_modules/knip/bin/knip.js");
  const { stdout } = (await nodeIn(folder)(knip, "--no-exit-code", "--reporter", "json", "--include", "exports")) as {
    stdout: string;
  };
  const { issues } = JSON.parse(stdout) as { issues: { file: string; exports: { name: string }[] }[] };
  return issues
    .filter(({ file }) => sharedNames.includes(file))
    .flatMap(({ file, exports }) => exports.map(({ name }) => `${file} still has ${name}, which nobody uses`));
}

/** The names of what a feature contributes: commands, settings, context keys, views, panels and tools. */
async function namesOf(feature: string): Promise<string[]> {
  const path = join(root, "src/features", feature, "contributes.ts");
  const { contributions } = (await import(path).catch(() => ({ contributions: {} }))) as {
    contributions: Contributions;
  };
  const { commands = {}, settings, contextKeys, views = [], panels = [], languageModelTools = [] } = contributions;
  const own = [commands, settings, contextKeys].flatMap((named) => Object.keys(named ?? {}));
  return [
    ...own.map((name) => `dynamiqRuns.${name}`),
    ...views.map(({ id }) => id),
    ...panels,
    ...languageModelTools.map(({ name }) => name),
    // As texts name commands and views for a person.
    ...[...Object.values(commands).map(({ title }) => title), ...views.map(({ name }) => name)].map(
      (title) => `*${title}*`,
    ),
  ];
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
const left = wanted.length > 0 ? wanted : all;

/** Tries one feature after the other, until none is left. */
async function tryNext(whole: string): Promise<void> {
  for (let feature = left.shift(); feature !== undefined; feature = left.shift()) {
    const problems = await problemsWithout(feature, whole);
    console.log(
      problems === "" ? `Without ${feature}: types, build, manifest and VSIX hold` : `Without ${feature}:\n${problems}`,
    );
    if (problems !== "") process.exitCode = 1;
  }
}

const whole = await copyWhole();
try {
  await Promise.all(Array.from({ length: availableParallelism() }, () => tryNext(whole)));
} finally {
  await rm(whole, { recursive: true });
}
