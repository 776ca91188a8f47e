import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix, resolve } from "node:path";

/** The house of ARCHITECTURE.md: what the files of one folder may import from others. Anything else is forbidden. */
interface Rule {
  /** The folders, or single files of them, that it may import. */
  may: readonly string[];
  /** Folders, or single files, of which it may import types. */
  types?: readonly string[];
  /** The outer worlds that it must do without. */
  without?: readonly World[];
}

type World = "vscode" | "node";

/** The folders of `src` that features are made from. Each may import those that come before it, but not all of them. */
export const folders: Readonly<Record<string, Rule>> = {
  base: { may: [], without: ["vscode", "node"] },
  model: { may: ["base"], without: ["vscode", "node"] },
  ui: { may: ["base", "model"], without: ["vscode", "node"] },
  storage: { may: ["base"], without: ["vscode"] },
  api: { may: ["base", "model"], without: ["vscode"] },
  runFiles: { may: ["base", "model", "api"], without: ["vscode"] },
  runs: { may: ["base", "model", "storage", "api", "runFiles"], without: ["vscode"] },
  sample: { may: ["base", "model", "api/schemas.ts"], types: ["api"], without: ["vscode"] },
  host: { may: ["base", "model", "api/errors.ts", "runFiles"], types: ["ui"] },
  connections: { may: ["base", "model", "storage", "api", "host"] },
  core: { may: ["base", "model", "storage", "api", "runFiles", "runs", "host", "connections"] },
};

const coreMay = ["base", "model", "storage", "api", "runFiles", "runs"];

/** The folders of a feature. Of the features above it in the list, each may import the same folder; `vscode` any. */
const ofFeature: Readonly<Record<string, Rule>> = {
  core: { may: coreMay, without: ["vscode"] },
  page: { may: ["base", "model", "ui"], types: ["runs/story/storySteps.ts"], without: ["vscode", "node"] },
  vscode: { may: [...coreMay, "ui", "host", "connections", "sample", "core"] },
  cli: { may: [...coreMay, "cli"], without: ["vscode"] },
};

/** The folders of `src/runs`: which of the others each may import. */
export const foldersOfRuns: Readonly<Record<string, readonly string[]>> = {
  labels: [],
  values: [],
  questions: ["values"],
  resultFiles: ["values"],
  story: ["values"],
  live: ["values", "resultFiles", "story"],
  create: ["live"],
  facts: ["labels", "story"],
  query: ["labels", "facts"],
  failures: ["facts"],
  store: ["labels", "facts", "failures", "create", "live"],
  requirements: [],
  exports: ["values", "story", "live"],
  sessions: [],
  text: ["labels", "values", "resultFiles", "story", "live", "sessions"],
};

/** The features in the order in which they are built: `src/features/index.ts` has a line for each. */
export function featuresOf(root: string): string[] {
  const list = readFileSync(join(root, "src/features/index.ts"), "utf8");
  return [...list.matchAll(/\.add\((\w+)\)/g)].map(([, name]) => name!);
}

interface Place {
  /** Below `src`. */
  file: string;
  /** `runs`, or `features/search/core`. */
  folder: string;
}

/** The imports that the rules forbid, a line for each. */
export function forbiddenImports(root: string): string[] {
  const src = join(root, "src");
  const order = featuresOf(root);
  return globSync("**/*.{ts,tsx}", { cwd: src })
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted()
    .flatMap((file) => {
      const from = placeOf(file);
      return importsOf(readFileSync(join(src, file), "utf8"))
        .filter((each) => !mayImport(from, each, order))
        .map(({ path }) => `src/${file}: ${from.folder} may not import "${path}"`);
    });
}

interface Import {
  path: string;
  isType: boolean;
}

/** Of a source text: what it imports, also what it loads later. */
export function importsOf(text: string): Import[] {
  const found = text.matchAll(/^(?:import|export)\b(?<type> type\b)?(?:[^"';]*? from)? "(?<path>[^"]+)";/gm);
  const later = text.matchAll(/\bimport\("(?<path>[^"]+)"\)/g);
  return [
    ...[...found].map(({ groups }) => ({ path: groups!["path"]!, isType: groups!["type"] !== undefined })),
    ...[...later].map(({ groups }) => ({ path: groups!["path"]!, isType: false })),
  ];
}

/** The most modules that a file may import, packages and types included. A reader has to know all of them. */
const mostImports = 25;

/** The files that import more than they may, a line for each. */
export function longImportLists(root: string): string[] {
  const src = join(root, "src");
  return globSync("**/*.{ts,tsx}", { cwd: src })
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted()
    .map((file) => ({ file, count: new Set(importsOf(readFileSync(join(src, file), "utf8")).map(pathOf)).size }))
    .filter(({ count }) => count > mostImports)
    .map(({ file, count }) => `src/${file}: imports ${count} modules, at most ${mostImports} are allowed`);
}

const pathOf = ({ path }: Import): string => path;

function placeOf(file: string): Place {
  const parts = file.split("/");
  if (parts[0] !== "features") return { file, folder: parts.length === 1 ? "" : parts[0]! };
  return { file, folder: parts.slice(0, Math.min(parts.length - 1, 3)).join("/") };
}

function mayImport(from: Place, { path, isType }: Import, order: readonly string[]): boolean {
  const [top, feature, inner] = from.folder.split("/");
  const isFeature = top === "features";
  const rule = isFeature ? ofFeature[inner ?? "vscode"] : folders[from.folder];
  // The outermost: the two entries, the lists of features, the command line's shell.
  if (!rule || from.folder === "features") return true;
  if (!path.startsWith(".")) return !(rule.without ?? []).some((world) => outside[world].test(path));
  const to = placeOf(posix.join(posix.dirname(from.file), path));
  if (/^\.\.\/media\/\w+\.css$/.test(to.file)) return inner === "page";
  if (to.folder === from.folder) return from.folder !== "runs" || mayInRuns(from.file, to.file);
  if (rule.may.some((each) => each === to.folder || each === to.file)) return true;
  if (isType && rule.types?.some((each) => each === to.folder || each === to.file)) return true;
  const [toTop, toFeature, toInner] = to.folder.split("/");
  if (to.file === "features/app.ts") return inner === undefined || inner === "vscode";
  if (toTop !== "features" || !isFeature) return false;
  const isAbove = toFeature === feature || order.indexOf(toFeature!) < order.indexOf(feature!);
  if (inner === undefined || inner === "vscode") return isAbove;
  // What a page and the extension say to each other is made of the words of the feature.
  const mayOwn = toFeature === feature && (inner === "page" ? isType : inner === "cli") && toInner === "core";
  return mayOwn || (isAbove && toInner === inner && toFeature !== feature) || (inner === "cli" && toInner === "core");
}

function mayInRuns(from: string, to: string): boolean {
  const [fromFolder, toFolder] = [from, to].map((file) => file.split("/")[1]!);
  return fromFolder === toFolder || (foldersOfRuns[fromFolder!] ?? []).includes(toFolder!);
}

const outside: Readonly<Record<World, RegExp>> = {
  vscode: /^vscode$/,
  node: new RegExp(`^(node:|(${builtinModules.join("|")})(/|$))`),
};

if (import.meta.main) {
  const root = resolve(import.meta.dirname, "../..");
  const forbidden = forbiddenImports(root);
  if (forbidden.length > 0) {
    console.error(`${forbidden.join("\n")}\n\nARCHITECTURE.md says what each folder may import.`);
    process.exitCode = 1;
  }
  const long = longImportLists(root);
  if (long.length > 0) {
    console.error(`${long.join("\n")}\n\nSplit a file where it does two things, or fold what only it uses into it.`);
    process.exitCode = 1;
  }
}
