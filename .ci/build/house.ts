import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, posix, resolve } from "node:path";

/** What the files of one room may import of the others. What is not said here is forbidden. */
interface Room {
  /** The rooms, or single files of them, that it may import. */
  may: readonly string[];
  /** Rooms of which it may import types. */
  types?: readonly string[];
  /** The outer worlds that it must do without. */
  without?: readonly World[];
}

type World = "vscode" | "node";

/** The rooms below the features: folders of `src`, the lowest first. */
export const rooms: Readonly<Record<string, Room>> = {
  base: { may: [], without: ["vscode", "node"] },
  model: { may: ["base"], without: ["vscode", "node"] },
  ui: { may: ["base", "model"], without: ["vscode", "node"] },
  storage: { may: ["base"], without: ["vscode"] },
  api: { may: ["base", "model"], without: ["vscode"] },
  runFiles: { may: ["base", "model", "api"], without: ["vscode"] },
  runs: { may: ["base", "model", "storage", "api", "runFiles"], without: ["vscode"] },
  sample: { may: ["base", "model", "api/schemas.ts"], types: ["api"], without: ["vscode"] },
  host: { may: ["base", "model", "api/errors.ts", "runFiles"] },
  connections: { may: ["base", "model", "storage", "api", "host"] },
  core: { may: ["base", "model", "storage", "api", "runFiles", "runs", "host", "connections"] },
};

const coreMay = ["base", "model", "storage", "api", "runFiles", "runs"];

/** The rooms of a feature. Of the features above it in the list, each may import the same room; `vscode` all of them. */
const ofFeature: Readonly<Record<string, Room>> = {
  core: { may: coreMay, without: ["vscode"] },
  page: { may: ["base", "model", "ui"], without: ["vscode", "node"] },
  vscode: { may: [...coreMay, "ui", "host", "connections", "sample", "core"] },
  cli: { may: [...coreMay, "cli"], without: ["vscode"] },
};

/** The folders of `src/runs`: which of the others each may import. */
export const roomsOfRuns: Readonly<Record<string, readonly string[]>> = {
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
  room: string;
}

/** The imports that the house forbids, a line for each. */
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
        .map(({ path }) => `src/${file}: ${from.room} may not import "${path}"`);
    });
}

interface Import {
  path: string;
  isType: boolean;
}

/** Of a source text: what it imports, also what it loads later. */
export function importsOf(text: string): Import[] {
  const found = text.matchAll(/^(?:import|export)\b(?<type> type\b)?[^"';]*?(?:from )?"(?<path>[^"]+)";/gm);
  const later = text.matchAll(/\bimport\("(?<path>[^"]+)"\)/g);
  return [
    ...[...found].map(({ groups }) => ({ path: groups!["path"]!, isType: groups!["type"] !== undefined })),
    ...[...later].map(({ groups }) => ({ path: groups!["path"]!, isType: false })),
  ];
}

function placeOf(file: string): Place {
  const parts = file.split("/");
  if (parts[0] !== "features") return { file, room: parts.length === 1 ? "" : parts[0]! };
  return { file, room: parts.slice(0, Math.min(parts.length - 1, 3)).join("/") };
}

function mayImport(from: Place, { path, isType }: Import, order: readonly string[]): boolean {
  const [floor, feature, inner] = from.room.split("/");
  const isFeature = floor === "features";
  const room = isFeature ? ofFeature[inner ?? "vscode"] : rooms[from.room];
  // The outermost: the two entries, the lists of features, the command line's shell.
  if (!room || from.room === "features") return true;
  if (!path.startsWith(".")) return !(room.without ?? []).some((world) => outside[world].test(path));
  const to = placeOf(posix.join(posix.dirname(from.file), path));
  if (to.room === from.room) return from.room !== "runs" || mayInRuns(from.file, to.file);
  if (room.may.some((each) => each === to.room || each === to.file)) return true;
  if (isType && room.types?.includes(to.room)) return true;
  const [toFloor, toFeature, toInner] = to.room.split("/");
  if (to.file === "features/app.ts") return inner === undefined || inner === "vscode";
  if (toFloor !== "features" || !isFeature) return false;
  const isAbove = toFeature === feature || order.indexOf(toFeature!) < order.indexOf(feature!);
  if (inner === undefined || inner === "vscode") return isAbove;
  // What a page and the extension say to each other is made of the words of the feature.
  const mayOwn = toFeature === feature && (inner === "page" ? isType : inner === "cli") && toInner === "core";
  return mayOwn || (isAbove && toInner === inner && toFeature !== feature) || (inner === "cli" && toInner === "core");
}

function mayInRuns(from: string, to: string): boolean {
  const [fromRoom, toRoom] = [from, to].map((file) => file.split("/")[1]!);
  return fromRoom === toRoom || (roomsOfRuns[fromRoom!] ?? []).includes(toRoom!);
}

const outside: Readonly<Record<World, RegExp>> = {
  vscode: /^vscode$/,
  node: new RegExp(`^(node:|(${builtinModules.join("|")})(/|$))`),
};

if (import.meta.main) {
  const root = resolve(import.meta.dirname, "../..");
  const forbidden = forbiddenImports(root);
  if (forbidden.length > 0) {
    console.error(`${forbidden.join("\n")}\n\nARCHITECTURE.md says what each room may import.`);
    process.exitCode = 1;
  }
}
