import { describe, expect, test } from "vitest";
import type { InputRequest, Run } from "#api/schemas.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { lackedBy } from "#workbench/core/connections/connectionAbilities.ts";
import { selectionKeys } from "#workbench/explorer/vscode/selectionKeys.ts";
import { waitingKeys } from "#workbench/inputRequests/core/waitingQuestions.ts";
import { contextWords } from "#workbench/panel/vscode/contextWords.ts";
import { panelRunKeys, type PanelRun } from "#workbench/panel/vscode/panelRunKeys.ts";
import { shownIn } from "../../../support/menus.ts";
import { offeredBy, offeredIn } from "../../../support/palette.ts";
import type { Context } from "../../../support/whenClause.ts";

interface Sources {
  requests: readonly InputRequest[];
  /** Whether there is a batch that no window sends. */
  batches: boolean;
  uploads: number;
  panel: PanelRun | undefined;
  compares: boolean;
  serves?: boolean;
  connection?: Partial<Connection>;
  /** The statuses of the runs whose rows are selected. */
  rows: readonly string[];
}

/** What all features say together. */
function commandStates(sources: Sources) {
  const { requests, batches, uploads, panel, compares, serves = false, connection, rows } = sources;
  return {
    connectionLacks: lackedBy({ ...app, ...connection }).join(" "),
    ...waitingKeys(requests),
    hasBatches: batches,
    hasUploads: uploads > 0,
    ...panelRunKeys(panel),
    selectedForCompare: compares,
    servesLocalApps: serves,
    showsLocalApp: serves,
    ...selectionKeys(
      rows.map((status) => ({ kind: "run", runId: status })),
      (status) => run(status),
    ),
  };
}

const app: Connection = { id: "a", name: "Support", baseUrl: "https://support.example" };
const none = { requests: [], batches: false, uploads: 0, panel: undefined, rows: [] };
const nothing: Sources = { ...none, compares: false };
const approval = { id: "a", type: "approval_request" } as InputRequest;
const question = { id: "q", type: "feedback_request" } as InputRequest;
const run = (status: string): Run => ({ id: "r", status });

/** What the palette knows in a window with a connection, unless told otherwise. */
function contextOf(sources: Partial<Sources>, more: Context = { "dynamiqRuns.viewState": "empty" }): Context {
  const states = commandStates({ ...nothing, ...sources });
  const keys = Object.entries(states).map(([name, value]) => [`dynamiqRuns.${name}`, value]);
  return { ...(Object.fromEntries(keys) as Context), ...more };
}

const always = [
  ...["addConnection", "switchConnection", "startSampleApp", "newRunFile", "openExport", "showLog"],
  ...["traceLocalRuns", "serveWorkflow", "debugWorkflow", "runLocalApp"],
];
/** What needs a run in view. */
const ofPanel = ["askChat", "copyForAi"];
const again = ["runAgain", "runAgainWithEdits"];
const ofRun = ["cancelRun", ...again, "exportRuns"];
const ofEmptyApp = [
  ...["manageConnection", "diagnoseConnection", "copyMcpConfiguration", "refresh", "openRun", "newConversation"],
  ...["pickConversation", "runBatch", "uploadFiles", "showWaiting", "filter", "showInsights", "searchRuns"],
  ...["notifyMe"],
  ...[...ofRun, "keepAsGoldenTest", ...always],
];

/** What a state adds to, and takes from, the palette of an app of which nothing is known. */
function change(sources: Partial<Sources>, more: Context = {}): { added: string[]; gone: string[] } {
  const offered = offeredIn(contextOf(sources, { "dynamiqRuns.viewState": "rows", ...more }));
  return {
    added: offered.filter((command) => !ofEmptyApp.includes(command)).toSorted(),
    gone: ofEmptyApp.filter((command) => !offered.includes(command)).toSorted(),
  };
}

describe("the palette", () => {
  test("without a connection offers only commands that make one, need none, and the log", () => {
    const offered = offeredIn(contextOf({}, { "dynamiqRuns.viewState": "noConnection", resourceExtname: ".json" }));
    expect(offered.toSorted()).toEqual(always.toSorted());
  });

  test("with a connection to an empty app offers the possible commands", () => {
    expect(offeredIn(contextOf({})).toSorted()).toEqual(ofEmptyApp.toSorted());
  });

  test.each<[string, Partial<Sources>, string[]]>([
    [
      "an approval waits",
      { requests: [approval] },
      ["answerRequest", "approveRequest", "openWaitingQueue", "rejectRequest"],
    ],
    ["a question waits", { requests: [question] }, ["answerRequest", "openWaitingQueue"]],
    [
      "a browser waits",
      { requests: [{ ...question, is_browser_takeover: true }] },
      ["answerRequest", "openLiveView", "openWaitingQueue"],
    ],
    ["a batch is done", { batches: true }, ["showBatch"]],
    ["a workflow is served", { serves: true }, ["showLocalAppLog", "stopLocalApp"]],
    ["an active run's row is selected", { rows: ["started"] }, []],
  ])("offers more when %s", (_, sources, added) => {
    expect(change(sources)).toEqual({ added, gone: [] });
  });

  test("offers to copy and to export the conversation in view", () => {
    const { added, gone } = change({}, { activeWebviewPanelId: "dynamiqRuns.conversation" });
    expect(added).toEqual(["askChat", "copyForAi"]);
    expect(gone).toEqual([]);
  });

  test("offers to clear a filter", () => {
    expect(change({}, { "dynamiqRuns.filtered": true }).added).toEqual(["clearFilter"]);
  });

  const startsOrAnswers = [
    ...["newRunFile", "newConversation", "runBatch", "uploadFiles", "showWaiting", "cancelRun", ...again],
    ...["diagnoseConnection", "copyMcpConfiguration", "notifyMe"],
  ];

  test("offers nothing that local runs can't do", () => {
    const traced = { "dynamiqRuns.showsLocalRuns": true, "dynamiqRuns.tracesLocalRuns": true };
    const ofTracing = ["copyTracingCode", "stopTracingLocalRuns"];
    expect(change({ connection: { local: true } }, traced)).toEqual({
      added: ["clearLocalRuns", ...ofTracing].toSorted(),
      gone: [...startsOrAnswers, "traceLocalRuns"].toSorted(),
    });
  });

  test("offers for a local run in view what can be done with what is kept", () => {
    const { added, gone } = change({ panel: { run: run("completed"), source: "local" } });
    expect(added.toSorted()).toEqual(ofPanel.toSorted());
    expect(gone).toEqual(["cancelRun", ...again].toSorted());
    expect(change({ panel: { run: run("started"), source: "local" } }).gone).toContain("keepAsGoldenTest");
  });

  test.each<[string, Sources["panel"], gone: string[], added: string[]]>([
    ["is under way", { run: run("started"), source: "app" }, ["keepAsGoldenTest"], ofPanel],
    ["has failed", { run: run("failed"), source: "app" }, ["cancelRun"], ofPanel],
    ["has completed", { run: run("completed"), source: "app" }, ["cancelRun"], ofPanel],
    [
      "is exported",
      { run: run("started"), source: "exported" },
      ["cancelRun", "exportRuns", "keepAsGoldenTest", ...again],
      ofPanel,
    ],
    ["is of a removed connection", { run: undefined, source: "removed" }, [...ofRun, "keepAsGoldenTest"], []],
  ])("offers what can work on the run in view, which %s", (_, panel, gone, added) => {
    expect(change({ panel })).toEqual({ added, gone: gone.toSorted() });
  });
});

/** Everything that a window can say at once, its panel or its editor in view. */
function* everyState(): Generator<Context> {
  const requests: InputRequest[][] = [[], [approval, { ...question, is_browser_takeover: true }]];
  const batches = [false, true];
  const panels = ["started", "failed", "completed"].flatMap((status) =>
    (["app", "local", "exported", "removed"] as const).map((source): PanelRun => ({ run: run(status), source })),
  );
  const inView: [PanelRun | undefined, Context][] = [
    ...panels.map((panel): [PanelRun, Context] => [panel, { activeWebviewPanelId: "dynamiqRuns.run" }]),
    [undefined, {}],
    [undefined, { activeWebviewPanelId: "dynamiqRuns.comparison" }],
    [undefined, { activeWebviewPanelId: "dynamiqRuns.conversation" }],
    [undefined, { resourceFilename: "ticket.json", resourceExtname: ".json", resourceScheme: "file" }],
    [undefined, { resourceScheme: "dynamiqruns-answer" }],
  ];
  const views: Context[] = [false, true].flatMap((showsLocalRuns) =>
    [false, true].map((traces) => ({
      "dynamiqRuns.viewState": "rows",
      "dynamiqRuns.filtered": true,
      "dynamiqRuns.showsLocalRuns": showsLocalRuns,
      ...(showsLocalRuns && { "dynamiqRuns.connectionLacks": lackedBy({ ...app, local: true }).join(" ") }),
      "dynamiqRuns.tracesLocalRuns": traces,
    })),
  );
  for (const waiting of requests)
    for (const sent of batches)
      for (const serves of [false, true])
        for (const [panel, editor] of inView)
          for (const view of views)
            yield contextOf(
              { requests: waiting, batches: sent, panel, compares: true, serves, uploads: 1 },
              {
                ...editor,
                ...view,
              },
            );
}

test("the palette never has more than 40 commands", () => {
  const sizes = [...everyState()].map((state) => ({ size: offeredIn(state).length, state }));
  const { size, state } = sizes.toSorted((one, other) => other.size - one.size)[0]!;
  expect(size, `${JSON.stringify(state)}: ${offeredIn(state).join(", ")}`).toBeLessThanOrEqual(40);
});

describe("the menu of several selected rows", () => {
  /** VS Code shows what the menus of all of them have. */
  const offered = (...statuses: string[]): string[] => {
    const menus = statuses.map((status) => {
      const row = { view: "dynamiqRuns.explorer", viewItem: contextWords(run(status), "c").join(" ") };
      return offeredBy("view/item/context", contextOf({ rows: statuses }, { ...row, listMultiSelection: true }));
    });
    const acts = new Set(["cancelRun", ...again]);
    return [...new Set(menus[0])].filter((each) => acts.has(each) && menus.every((menu) => menu.includes(each)));
  };

  test.each<[string[], string[]]>([
    [["failed", "completed", "canceled"], ["runAgain"]],
    [["started", "awaiting_input"], ["cancelRun"]],
    [["started", "completed"], ["cancelRun"]],
  ])("that are %s has what can be done with all of them", (statuses, acts) => {
    expect(offered(...statuses)).toEqual(acts);
  });
});

describe("a file's menu in the Explorer", () => {
  const ready = { "dynamiqRuns.viewState": "rows", isWorkspaceTrusted: true };
  const traced = { "dynamiqRuns.connectionLacks": lackedBy({ ...app, local: true }).join(" ") };
  const offered = (name: string, state: Context = ready): string[][] => {
    const resourceExtname = name.slice(name.lastIndexOf("."));
    const file = { resourceFilename: name, resourceExtname, resourceScheme: "file", ...state };
    const ofFile = [offeredBy("explorer/context", file), offeredBy("dynamiqRuns.file", file)];
    const hasSubmenu = shownIn("explorer/context", file).some(({ submenu }) => submenu === "dynamiqRuns.file");
    return hasSubmenu ? ofFile : ofFile.slice(0, 1);
  };

  // The submenu is one entry. Only a run file has another one.
  test.each<[string, own: string[], inSubmenu: string[]]>([
    ["runs-2026-11-25.json", [], ["openExport", "uploadFiles"]],
    ["tickets.jsonl", [], ["runBatch", "uploadFiles"]],
    ["refund.run.json", ["runFile"], ["runFileInBackground", "runFileAndWait", "uploadFiles"]],
    ["run-approval.json", [], ["runFile", "runFileInBackground", "runFileAndWait", "uploadFiles"]],
    ["receipt.png", [], ["runFile", "uploadFiles"]],
  ])("of %s begins with a matching command and has none that can't work", (name, own, inSubmenu) => {
    expect(offered(name)).toEqual([own, inSubmenu]);
  });

  test.each<[string, Context]>([
    ["without a connection", { ...ready, "dynamiqRuns.viewState": "noConnection" }],
    ["with local runs, which start in a terminal", { ...ready, ...traced }],
    ["in an untrusted workspace", { ...ready, isWorkspaceTrusted: false }],
  ])("has no submenu %s, except for an export", (_, state) => {
    for (const name of ["tickets.jsonl", "run-approval.json", "main.py"]) expect(offered(name, state)).toEqual([[]]);
    expect(offered("refund.run.json", state)).toEqual([["runFile"]]);
    expect(offered("runs-2026-11-25.json", state)).toEqual([[], ["openExport"]]);
    expect(offeredBy("explorer/context", { ...state, explorerResourceIsFolder: true, resourceScheme: "file" })).toEqual(
      [],
    );
  });
});

test("the menu of the Runs view has at most eight entries, and only possible ones", () => {
  const menuOf = (viewState: string, filtered: boolean, more: Record<string, unknown> = {}): string[] => {
    const context = {
      ...more,
      view: "dynamiqRuns.explorer",
      "dynamiqRuns.viewState": viewState,
      "dynamiqRuns.filtered": filtered,
    };
    const navigation = new Set(["newRunFile", "filter", "editFilter", "clearFilter", "searchRuns", "refresh"]);
    return offeredBy("view/title", context).filter((command) => !navigation.has(command));
  };
  const ofApp = ["groupBy", "sortBy", "saveView", "showInsights", "openRun", "openExport"];
  expect(menuOf("rows", true)).toEqual([...ofApp, "switchConnection", "manageConnection"]);
  expect(menuOf("rows", false)).toHaveLength(7);
  const ofSeveral = menuOf("rows", true, { "dynamiqRuns.showsSeveralConnections": true });
  expect(ofSeveral.toSorted()).toEqual([...ofApp, "switchConnection", "showOneConnection"].toSorted());
  expect(menuOf("noConnection", false)).toEqual(["openExport", "addConnection", "startSampleApp", "showLog"]);
});
