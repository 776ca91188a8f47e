import { describe, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { contextWords, runContext } from "#workbench/panel/vscode/contextWords.ts";
import { type PanelRun, panelRunKeys } from "#workbench/panel/vscode/panelRunKeys.ts";
import { namedWithSubmenus, shownIn } from "../../../../support/menus.ts";
import type { Context } from "../../../../support/whenClause.ts";

const local = localConnectionId("1");
const base = { input: {}, user_id: "ann", session_id: "s1", created_at: "2026-06-10T09:15:21Z" };
/** What an app of OpenTelemetry may have, and what only the connection of local runs makes a local run. */
const trace = { nodes: 3, span_id: "a1" };
const runs: [string, Run, connectionId?: string][] = [
  ["completed", { ...base, id: "1", status: "completed", output: { reply: "Hello" } }],
  ["failed", { ...base, id: "2", status: "failed", error: { message: "No" } }],
  ["running", { ...base, id: "3", status: "started" }],
  ["without user and session", { input: {}, id: "4", status: "canceled" }],
  ["of an app that traces its nodes itself", { ...base, id: "7", status: "started", trace }],
  ["of this machine", { ...base, id: "5", status: "completed", output: { reply: "Hello" } }, local],
  ["of this machine and running", { ...base, id: "6", status: "started" }, local],
];
const menuOfTab = (panel: PanelRun) => {
  const { panelRun, panelRunParts } = panelRunKeys(panel);
  const keys = { "dynamiqRuns.panelRun": panelRun, "dynamiqRuns.panelRunParts": panelRunParts };
  return namedWithSubmenus("editor/title", { ...state, activeWebviewPanelId: "dynamiqRuns.run", ...keys });
};
const menuOfHeader = (run: Run, connectionId: string, file?: string) => {
  const header = JSON.parse(runContext(run, connectionId, file)) as Context;
  return namedWithSubmenus("webview/context", { ...state, webviewId: "dynamiqRuns.run", ...header });
};
const state = { "dynamiqRuns.selectedForCompare": true };

describe.each(runs)("the menu of a run that is %s", (_, run, connectionId = "c1") => {
  const viewItem = contextWords(run, connectionId).join(" ");
  const inTree = namedWithSubmenus("view/item/context", { ...state, view: "dynamiqRuns.explorer", viewItem });

  test("has no action that can't apply, and all that can", () => {
    const names = inTree.map(([name]) => name);
    const hasEnded = run.status !== "started";
    const isOfApp = connectionId !== local;
    expect(names.includes("Cancel Run…")).toBe(isOfApp && !hasEnded);
    expect(names.includes("Keep as Golden Test…")).toBe(hasEnded);
    for (const name of ["Run Again > Run Again", "Copy As > Copy Run as cURL"])
      expect(names.includes(name), name).toBe(isOfApp);
    for (const name of ["Copy As > Copy as Markdown", "Copy As > Copy for AI", "Data > Export Runs…"])
      expect(names).toContain(name);
  });

  test("is the same in search results, batch results, a comparison and a conversation", () => {
    expect(namedWithSubmenus("view/item/context", { ...state, view: "dynamiqRuns.searchResults", viewItem })).toEqual(
      inTree,
    );
    const page = JSON.parse(runContext(run, connectionId)) as Context;
    expect(namedWithSubmenus("webview/context", { ...state, ...page })).toEqual(inTree);
  });

  test("is the same in the panel's header and the … menu of its tab, without opening what is open", () => {
    const expected = inTree.filter(([name]) => name !== "Open Run");
    expect(menuOfHeader(run, connectionId)).toEqual(expected);
    expect(menuOfTab({ run, source: connectionId === local ? "local" : "app" })).toEqual(expected);
  });
});

describe("the context menu of a run at worst", () => {
  /** All that any run, its user and its app can say together. */
  const parts = ["active approval", "active feedback", "active feedback browser", "active", "terminal completed"];
  const states = [true, false].flatMap((isSelected) =>
    parts.map((words): [string, Context] => [
      `${words}${isSelected ? ", with another one selected for compare" : ""}`,
      {
        "dynamiqRuns.selectedForCompare": isSelected,
        "dynamiqRuns.showsLocalApp": true,
        view: "dynamiqRuns.explorer",
        viewItem: `run ${words} user session`,
      },
    ]),
  );

  test.each(states)("has at most twelve entries: %s", (_, context) => {
    expect(shownIn("view/item/context", context).length).toBeLessThanOrEqual(12);
  });

  test.each(states)("has no submenu with a single entry: %s", (_, context) => {
    const submenus = shownIn("view/item/context", context).flatMap(({ submenu }) => submenu ?? []);
    expect(submenus.filter((id) => shownIn(id, context, () => true).length < 2)).toEqual([]);
  });
});

test("the header of a run from a file has the menu of its tab", () => {
  const [[, run]] = runs as [[string, Run]];
  const menu = menuOfHeader(run, "c1", "file:///runs.json");
  expect(menu).toContainEqual(["Copy Run ID", "copy"]);
  expect(menu).toEqual(menuOfTab({ run, source: "exported" }));
});

test.each([
  ["ticket.json", ".json", "file", "json", ["runFile", "runFileInBackground", "runFileAndWait", "uploadFiles"]],
  ["lines.jsonl", ".jsonl", "file", "jsonl", ["runBatch", "uploadFiles"]],
  ["run-8c2c8e2e.json", ".json", "file", "json", ["openExport", "uploadFiles"]],
])("the editor of %s has one submenu", (resourceFilename, resourceExtname, resourceScheme, editorLangId, expected) => {
  const context = { isWorkspaceTrusted: true, resourceFilename, resourceExtname, resourceScheme, editorLangId };
  const shown = shownIn("editor/title", context, () => true);
  expect(shown.map(({ submenu }) => submenu)).toEqual(["dynamiqRuns.file"]);
  const inside = shownIn("dynamiqRuns.file", context).map(({ command }) => command?.replace("dynamiqRuns.", ""));
  expect(inside).toEqual(expected);
});
