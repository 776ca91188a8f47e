import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { extensionFolder } from "../harness/paths.ts";
import { exitCode } from "../harness/processes.ts";
import { type Figure, figuresVariable } from "./figures.ts";
import { markdownTable } from "./support/table.ts";

/**
 * Runs every `*.bench.ts`, or those that are named (`npm run bench -- stream size`), one after the other; prints one
 * table of their figures, ratios first, and writes it to `out/bench.json`.
 */
const ending = ".bench.ts";
const found = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(ending)).toSorted();
const wanted = process.argv.slice(2);
const benches = wanted.length === 0 ? found : wanted.map((name) => `${name}${ending}`);
const unknown = benches.filter((name) => !found.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}; there are ${found.join(", ")}.`);

const out = join(extensionFolder, "out");
const figuresFile = join(out, "bench.jsonl");
await mkdir(out, { recursive: true });
await rm(figuresFile, { force: true });
await writeFile(figuresFile, "");
const failed: string[] = [];
for (const name of benches) {
  console.log(`\n${name}`);
  const env = { ...process.env, [figuresVariable]: figuresFile };
  const code = await exitCode({ file: process.execPath, args: [join(import.meta.dirname, name)], env });
  if (code !== 0) failed.push(name);
}

const lines = (await readFile(figuresFile, "utf8")).split("\n").filter((line) => line !== "");
const figures = lines.map((line) => JSON.parse(line) as Figure);
const rows = [
  ...figures.filter(({ ratio }) => ratio !== undefined),
  ...figures.filter(({ ratio }) => ratio === undefined),
];
const machine = `${availableParallelism()} cores of ${cpus()[0]?.model ?? "an unknown processor"}, Node ${process.versions.node}`;
await writeFile(
  join(out, "bench.json"),
  `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, undefined, 2)}\n`,
);
await rm(figuresFile);
console.log(`\n${markdownTable(rows)}\n\n${machine}`);
for (const name of failed) console.log(`${name} failed`);
if (failed.length > 0) process.exitCode = 1;
