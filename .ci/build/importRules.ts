/**
 * What each folder of `src` may import, as ARCHITECTURE.md draws it, in rules of the linter. Between folders an import
 * names its whole path (`#runs/story/x.ts`); `../` is not allowed, so a rule sees where an import leads.
 */

import { readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";

/** The rooms from the ground up. Each may import those of its list. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ["base"],
  ui: ["base", "model"],
  storage: ["base"],
  api: ["base", "model"],
  runFiles: ["base", "model", "api"],
  runs: ["base", "model", "storage", "api", "runFiles"],
  server: ["base", "model", "api"],
  sample: ["base", "model", "api", "server"],
  host: ["base", "model", "ui", "api", "runFiles"],
  workbench: ["base", "model", "ui", "storage", "api", "runFiles", "runs", "server", "sample", "host"],
  features: ["base", "model", "ui", "storage", "api", "runFiles", "runs", "server", "sample", "host", "workbench"],
  cli: ["base", "model", "storage", "api", "runFiles", "runs", "server", "workbench", "features"],
};

/** Folders of a room in their order: each may import those before it. */
const orders: Readonly<Record<string, readonly string[]>> = {
  runs: [
    ...["labels", "values", "questions", "resultFiles", "requirements", "sessions", "story", "live"],
    ...["create", "facts", "query", "failures", "store", "exports", "text", "compare"],
  ],
  workbench: ["core", "connections", "inputRequests", "panel", "explorer", "runFiles", "tools"],
};

/** Features don't know each other, but for these. */
const known: Readonly<Record<string, readonly string[]>> = {
  insights: ["search"],
  localRuns: ["search"],
};

const vscode = ["vscode"];
const node = ["node:*", ...builtinModules];

/** What the parts of a feature do without. `vscode` may import everything that its feature may. */
const parts: Readonly<Record<string, { never: readonly string[]; typesOnly?: readonly string[] }>> = {
  core: { never: [...vscode, "#host/**", "#ui/**", "#sample/**", "#cli/**", "#*/*/{page,vscode,cli}/**"] },
  page: {
    never: [...vscode, ...node, "#{storage,api,runFiles,sample,host,cli}/**", "#*/*/{vscode,cli}/**"],
    typesOnly: ["#runs/**", "#*/*/core/**"],
  },
  cli: { never: [...vscode, "#host/**", "#ui/**", "#sample/**", "#*/*/{page,vscode}/**"] },
};

/** What whole rooms do without: the worlds around them, and what of another room is for types only. */
const worlds: Readonly<Record<string, { never: readonly string[]; typesOnly?: readonly string[] }>> = {
  base: { never: [...vscode, ...node] },
  model: { never: [...vscode, ...node] },
  ui: { never: [...vscode, ...node] },
  storage: { never: vscode },
  api: { never: vscode },
  runFiles: { never: vscode },
  runs: { never: vscode },
  server: { never: vscode, typesOnly: ["#api/**", "!#api/schemas.ts"] },
  sample: { never: vscode, typesOnly: ["#api/**", "!#api/schemas.ts"] },
  host: { never: [], typesOnly: ["#ui/**"] },
  cli: { never: vscode },
};

/**
 * An override of the linter for each folder that has a rule of its own.
 *
 * @param root of the repository
 * @throws Error that names a folder of which nothing would say what it may import
 */
export function importRules(root: string) {
  requireAll(root, "src", Object.keys(rooms));
  for (const [room, order] of Object.entries(orders)) requireAll(root, `src/${room}`, order);
  return Object.keys(rooms).flatMap((room) => [
    ruleFor(`src/${room}/**`, bansOf(room)),
    ...foldersOf(root, room).flatMap((folder) => {
      const never = [...bansOf(room).never, ...bansWithin(root, room, folder)];
      const { typesOnly } = bansOf(room);
      return [
        ruleFor(`src/${room}/${folder}/**`, { never, typesOnly }),
        ...Object.entries(parts).map(([part, bans]) =>
          ruleFor(`src/${room}/${folder}/${part}/**`, { ...bans, never: [...withCli(part, never), ...bans.never] }),
        ),
      ];
    }),
  ]);
}

/** The folders of a room that have rules of their own. */
function foldersOf(root: string, room: string): readonly string[] {
  if (room !== "features") return orders[room] ?? [];
  return foldersIn(root, "src/features");
}

function foldersIn(root: string, path: string): string[] {
  const entries = readdirSync(join(root, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function requireAll(root: string, path: string, named: readonly string[]): void {
  const unnamed = foldersIn(root, path).filter((folder) => !named.includes(folder));
  if (unnamed.length === 0) return;
  const folders = unnamed.map((folder) => `${path}/${folder}`).join(", ");
  throw new Error(`Nothing says what ${folders} may import. Give it a place in .ci/build/importRules.ts.`);
}

function bansOf(room: string): { never: readonly string[]; typesOnly: readonly string[] } {
  const others = Object.keys(rooms).filter((other) => other !== room && !rooms[room]?.includes(other));
  const { never = [], typesOnly = [] } = worlds[room] ?? {};
  return { never: [...others.map((other) => `#${other}/**`), ...never], typesOnly };
}

/** What a folder may not import of its own room. */
function bansWithin(root: string, room: string, folder: string): string[] {
  const folders = foldersOf(root, room);
  const banned =
    room === "features"
      ? folders.filter((other) => other !== folder && !known[folder]?.includes(other))
      : folders.slice(folders.indexOf(folder) + 1);
  return banned.map((other) => `#${room}/${other}/**`);
}

/** A feature's shell command is the only part that may import the command line. */
function withCli(part: string, never: readonly string[]): readonly string[] {
  return part === "cli" ? never.filter((group) => group !== "#cli/**") : never;
}

function ruleFor(
  files: string,
  { never, typesOnly = [] }: { never: readonly string[]; typesOnly?: readonly string[] },
) {
  const banned = { group: ["../**", ...never], message: "ARCHITECTURE.md says what this folder may import." };
  const types = { group: [...typesOnly], message: "Only types may be imported here.", allowTypeImports: true };
  const patterns = typesOnly.length > 0 ? [banned, types] : [banned];
  return { files: [files], rules: { "no-restricted-imports": ["error", { patterns }] as ["error", object] } };
}
