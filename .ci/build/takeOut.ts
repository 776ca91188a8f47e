import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { featuresOf } from "./house.ts";

/** Features without which a person still has a run inspector. */
const removable = [
  ...["uploads", "exports", "search", "compare", "insights", "batches", "conversations", "golden"],
  ...["notifications", "agents", "localRuns"],
];

/** The lists that name features, a line for each. */
const lists = ["features/index.ts", "features/entry.ts"];

const run = promisify(execFile);

/**
 * Why the rest doesn't type-check without a feature, and without those below it that say in their `index.ts` that they
 * need it; empty when it does.
 */
async function withoutFeature(root: string, feature: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "without-"));
  try {
    await cp(join(root, "src"), join(folder, "src"), { recursive: true });
    for (const file of ["tsconfig.json", "package.json"]) await cp(join(root, file), join(folder, file));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const gone = await neededBy(root, feature);
    for (const each of gone) await rm(join(folder, "src/features", each), { recursive: true });
    for (const list of lists) await withoutLines(join(folder, "src", list), gone);
    const errors = await Promise.all(
      ["tsconfig.json", "src/ui/tsconfig.json"].map((config) => typeErrors(folder, config)),
    );
    return errors.join("");
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The feature, and all that need what it offers: their `index.ts` imports it, or one that does. */
async function neededBy(root: string, feature: string): Promise<string[]> {
  const order = featuresOf(root);
  const gone = [feature];
  for (const other of order.slice(order.indexOf(feature) + 1)) {
    const text = await readFile(join(root, "src/features", other, "index.ts"), "utf8");
    if (gone.some((each) => text.includes(`from "../${each}/`))) gone.push(other);
  }
  return gone;
}

async function withoutLines(list: string, gone: readonly string[]): Promise<void> {
  const text = await readFile(list, "utf8");
  const names = new Set<string>();
  for (const each of gone) {
    for (const [, imported] of text.matchAll(new RegExp(`^import .*\\{ (.*) \\} from "\\./${each}/.*$`, "gm")))
      for (const name of imported!.split(", ")) names.add(name);
  }
  const isGone = (line: string): boolean =>
    gone.some((each) => line.includes(`"./${each}/`)) ||
    [...names].some((name) => new RegExp(`\\b${name}\\b`).test(line));
  const lines = text.split("\n").filter((line) => !isGone(line));
  await writeFile(list, lines.join("\n"));
}

async function typeErrors(folder: string, config: string): Promise<string> {
  const typescript = join(folder, "node_modules/typescript/bin/tsc");
  return run(process.execPath, [typescript, "--noEmit", "-p", join(folder, config)]).then(
    () => "",
    ({ stdout }: { stdout: string }) => stdout.replaceAll(relative(process.cwd(), folder), ""),
  );
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, "../..");
  const known = await readdir(join(root, "src/features"));
  const tried = process.argv.length > 2 ? process.argv.slice(2) : removable.filter((each) => known.includes(each));
  for (const feature of tried) {
    const errors = await withoutFeature(root, feature);
    if (errors === "") continue;
    console.error(`Without ${feature}:\n${errors}`);
    process.exitCode = 1;
  }
}
