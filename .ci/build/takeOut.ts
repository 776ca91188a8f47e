import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import { promisify } from "node:util";
import { contributionsOf, ownIds, stillNamed } from "./contributions.ts";
import { featuresOf, importsOf } from "./house.ts";

/** Features without which a person still has a run inspector. */
export const removable = [
  ...["uploads", "exports", "search", "compare", "insights", "batches", "conversations", "golden"],
  ...["notifications", "agents", "localRuns", "links"],
];

/** The lists that name features, a line for each. */
const lists = ["features/index.ts", "features/entry.ts", "cli/commands.ts"];

/** The files below `src`, with their texts. */
type Sources = ReadonlyMap<string, string>;

/** Sources without a feature, and without those below it that say in their `index.ts` that they need it. */
interface Rest {
  without: string;
  sources: Sources;
  /** Those that have other types without it: the lists, and what imports them. */
  changed: readonly string[];
}

export function sourcesOf(root: string): Sources {
  const files = globSync("**/*.{ts,tsx}", { cwd: join(root, "src") }).map((file) => file.replaceAll("\\", "/"));
  return new Map(files.toSorted().map((file) => [file, readFileSync(join(root, "src", file), "utf8")]));
}

/** What still imports a feature when it is taken out, a line for each. */
export function staleImports(sources: Sources, feature: string, order: readonly string[]): string[] {
  const left = sourcesWithout(sources, feature, order);
  return [...left].flatMap(([file, text]) =>
    targets(file, text)
      .filter((target) => sources.has(target) && !left.has(target))
      .map((target) => `Without ${feature}: src/${file} imports src/${target}`),
  );
}

/** What package.json still names of a feature when it is taken out, a line for each. */
export function staleEntries(contributes: unknown, sources: Sources, feature: string, order: readonly string[]) {
  const gone = neededBy(sources, feature, order);
  const ids = gone.flatMap((each) => ownIds(sources.get(`features/${each}/index.ts`) ?? ""));
  return stillNamed(contributes, ids).map((id) => `Without ${feature}: package.json still names ${id}`);
}

function restWithout(sources: Sources, feature: string, order: readonly string[]): Rest {
  const left = sourcesWithout(sources, feature, order);
  return { without: feature, sources: left, changed: importersOf(left) };
}

function sourcesWithout(sources: Sources, feature: string, order: readonly string[]): Sources {
  const gone = neededBy(sources, feature, order);
  const isLeft = ([file]: [string, string]): boolean => !gone.some((each) => file.startsWith(`features/${each}/`));
  const left = new Map([...sources].filter(isLeft));
  for (const list of lists) {
    const text = left.get(list);
    if (text !== undefined) left.set(list, withoutLines(list, text, gone));
  }
  return left;
}

/** The feature, and all that need what it offers: their `index.ts` imports it, or one that does. */
function neededBy(sources: Sources, feature: string, order: readonly string[]): string[] {
  const gone = [feature];
  for (const other of order.slice(order.indexOf(feature) + 1)) {
    const text = sources.get(`features/${other}/index.ts`) ?? "";
    if (gone.some((each) => text.includes(`from "../${each}/`))) gone.push(other);
  }
  return gone;
}

/** A list without the imports from these features, and without the lines that use them. */
function withoutLines(list: string, text: string, gone: readonly string[]): string {
  const isGone = (path: string): boolean =>
    gone.some((each) => posix.join(posix.dirname(list), path).startsWith(`features/${each}/`));
  const names = [...text.matchAll(/^import (?:type )?\{ (.*) \} from "(.*)";$/gm)]
    .filter(([, , path]) => isGone(path!))
    .flatMap(([, imported]) => imported!.replaceAll("type ", "").split(", "));
  const uses = (line: string): boolean =>
    names.some((name) => new RegExp(`\\b${name}\\b`).test(line)) ||
    [...line.matchAll(/"(\.[^"]+)"/g)].some(([, path]) => isGone(path!));
  return text
    .split("\n")
    .filter((line) => !uses(line))
    .join("\n");
}

/** The lists, and all that imports them or one that does. */
function importersOf(sources: Sources): string[] {
  const found = new Set(lists.filter((list) => sources.has(list)));
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [file, text] of sources) if (targets(file, text).some((target) => found.has(target))) found.add(file);
  }
  return [...found];
}

/** The sources that a file imports. */
function targets(file: string, text: string): string[] {
  const own = importsOf(text).filter(({ path }) => path.startsWith("."));
  return own.map(({ path }) => posix.join(posix.dirname(file), path));
}

/**
 * Why the lists don't type-check without a feature; empty when they do. All others have the same types as before: they
 * are checked once, beside a variant of the lists for each feature.
 */
async function typeErrors(root: string, rests: readonly Rest[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "without-"));
  try {
    for (const path of ["src", "tsconfig.json", "package.json", "oxlint.config.ts"])
      await cp(join(root, path), join(folder, path), { recursive: true });
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const rest of rests) {
      for (const file of rest.changed)
        await writeFile(join(folder, "src", variant(file, rest)), variantText(file, rest));
    }
    const typescript = join(folder, "node_modules/typescript/bin/tsc");
    return await promisify(execFile)(process.execPath, [typescript, "--noEmit", "-p", folder]).then(
      () => "",
      ({ stdout }: { stdout: string }) => stdout,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function variant(file: string, { without }: Rest): string {
  return file.replace(/\.ts$/, `.without.${without}.ts`);
}

/** The text of a changed file, which imports the others as they are without the feature. */
function variantText(file: string, rest: Rest): string {
  const isChanged = (path: string): boolean => rest.changed.includes(posix.join(posix.dirname(file), path));
  const text = rest.sources.get(file) ?? "";
  return text.replaceAll(/"(\.[^"\n]+)"/g, (quoted, path: string) =>
    isChanged(path) ? `"${variant(path, rest)}"` : quoted,
  );
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, "../..");
  const [order, sources] = [featuresOf(root), sourcesOf(root)];
  const contributes = contributionsOf(root);
  const stale = removable.flatMap((feature) => [
    ...staleImports(sources, feature, order),
    ...staleEntries(contributes, sources, feature, order),
  ]);
  const rests = removable.map((feature) => restWithout(sources, feature, order));
  const errors = stale.length > 0 ? stale.join("\n") : await typeErrors(root, rests);
  if (errors !== "") {
    console.error(`${errors}\n\nA feature that others need says so in their index.ts (ARCHITECTURE.md).`);
    process.exitCode = 1;
  }
}
