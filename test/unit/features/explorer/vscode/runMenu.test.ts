import { describe, expect, test } from "vitest";
import manifest from "../../../../../package.json" with { type: "json" };
import texts from "../../../../../package.nls.json" with { type: "json" };
import type { Run } from "../../../../../src/api/schemas.ts";
import { contextWords, runMenu } from "../../../../../src/features/explorer/vscode/runMenu.ts";
import { moreActions } from "../../../../../src/features/panel/page/runMenu.ts";
import { headerView } from "../../../../../src/features/panel/vscode/headerView.ts";
import { type Context, evaluateWhen } from "../../../../support/whenClause.ts";

interface MenuItem {
  command?: string;
  submenu?: string;
  when?: string;
  group?: string;
}

const menus: Record<string, MenuItem[]> = manifest.contributes.menus;
const commands: { command: string; title: string; icon?: unknown }[] = manifest.contributes.commands;
const words: Readonly<Record<string, string>> = texts;

/** What VS Code shows of a menu, in its order: by group, then by the number in it. Groups in the title bar come apart. */
function shownIn(menu: string, context: Context, isInMenu = (group: string) => !/^(inline|navigation)/.test(group)) {
  const place = ({ group = "" }: MenuItem): [string, number] => {
    const [name = "", order = "0"] = group.split("@");
    return [name, Number(order)];
  };
  return menus[menu]!.filter(
    ({ when, group = "" }) => isInMenu(group) && (when === undefined || evaluateWhen(when, context)),
  ).toSorted((one, other) => {
    const [[a, first], [b, second]] = [place(one), place(other)];
    return a === b ? first - second : a < b ? -1 : 1;
  });
}

/** The names of the entries, with their icons. */
function named(items: readonly MenuItem[]): [name: string, icon: string][] {
  return items.map(({ command }) => {
    const found = commands.find((each) => each.command === command);
    const icon = typeof found?.icon === "string" ? found.icon.replaceAll(/[$()]/g, "") : "";
    return [words[found?.title.replaceAll("%", "") ?? ""] ?? "", icon];
  });
}

const base = { input: {}, user_id: "ann", session_id: "s1", created_at: "2026-06-10T09:15:21Z" };
const runs: [string, Run][] = [
  ["completed", { ...base, id: "1", status: "completed", output: { reply: "Hello" } }],
  ["failed", { ...base, id: "2", status: "failed", error: { message: "No" } }],
  ["running", { ...base, id: "3", status: "started" }],
  ["without user and session", { input: {}, id: "4", status: "canceled" }],
  ["of this machine", { ...base, id: "5", status: "completed", output: { reply: "Hello" }, trace: { nodes: 3 } }],
  ["of this machine and running", { ...base, id: "6", status: "started", trace: { nodes: 1 } }],
];
const state = { "dynamiqRuns.selectedForCompare": true };
const connection = { name: "App", production: false, exists: true, trusted: true, canCompare: true, hasChat: true };

describe.each(runs)("the menu of a run that is %s", (_, run) => {
  const inTree = named(
    shownIn("view/item/context", { ...state, view: "dynamiqRuns.explorer", viewItem: contextWords(run).join(" ") }),
  );

  test("has no action that can't apply, and all that can", () => {
    const names = inTree.map(([name]) => name);
    const hasEnded = run.status !== "started";
    const isOfApp = run["trace"] === undefined;
    expect(names.includes("Cancel Run…")).toBe(isOfApp && !hasEnded);
    expect(names.includes("Keep as Golden Test…")).toBe(hasEnded);
    for (const name of ["Run Again", "Copy as cURL"]) expect(names.includes(name), name).toBe(isOfApp);
    for (const name of ["Copy as Markdown", "Copy for AI", "Export Runs…"]) expect(names).toContain(name);
  });

  test("is the same in search results, batch results, a comparison and a conversation", () => {
    const viewItem = contextWords(run).join(" ");
    expect(named(shownIn("view/item/context", { ...state, view: "dynamiqRuns.searchResults", viewItem }))).toEqual(
      inTree,
    );
    const page = JSON.parse(runMenu(run, "c1")) as Context;
    expect(named(shownIn("webview/context", { ...state, ...page }))).toEqual(inTree);
  });

  test("is the same in the panel, which is open and keeps the facts of a narrow header", () => {
    const host = { act: () => undefined, copy: () => undefined };
    const entries = moreActions(headerView(run, connection, []), host).flatMap((entry): [string, string][] =>
      "separator" in entry ? [] : [[entry.name, entry.icon ?? ""]],
    );
    expect(entries.filter(([name]) => name !== "Copy Session ID")).toEqual(
      inTree.filter(([name]) => name !== "Open Run"),
    );
  });
});

test.each([
  ["ticket.json", ".json", "file", "json", ["runFile", "runFileInBackground", "runFileAndWait", "uploadFiles"]],
  ["lines.jsonl", ".jsonl", "file", "jsonl", ["runBatch", "uploadFiles"]],
  ["run-8c2c8e2e.json", ".json", "file", "json", ["openExport", "uploadFiles"]],
])("the editor of %s has one submenu", (resourceFilename, resourceExtname, resourceScheme, editorLangId, expected) => {
  const context = { resourceFilename, resourceExtname, resourceScheme, editorLangId };
  const shown = shownIn("editor/title", context, () => true);
  expect(shown.map(({ submenu }) => submenu)).toEqual(["dynamiqRuns.file"]);
  const inside = shownIn("dynamiqRuns.file", context).map(({ command }) => command?.replace("dynamiqRuns.", ""));
  expect(inside).toEqual(expected);
});
