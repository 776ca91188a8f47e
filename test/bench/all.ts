import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { exitCode } from "../harness/processes.ts";

/** Runs every `*.bench.ts`, or those that are named (`npm run bench -- stream size`), one after the other. */
const ending = ".bench.ts";
const found = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(ending)).toSorted();
const wanted = process.argv.slice(2);
const benches = wanted.length === 0 ? found : wanted.map((name) => `${name}${ending}`);
const unknown = benches.filter((name) => !found.includes(name));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}; there are ${found.join(", ")}.`);

for (const name of benches) {
  console.log(`\n${name}`);
  const code = await exitCode({ file: process.execPath, args: [join(import.meta.dirname, name)] });
  if (code === 0) continue;
  console.log(`${name} failed`);
  process.exitCode = 1;
}
