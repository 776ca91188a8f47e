import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { runPanelType } from "#host/ids.ts";
import { type ExportFile, exportSeparator, parseExport } from "#runs/exports/exportFile.ts";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

const row = (runId: string) => ({ kind: "run", runId, list: {} });
describe("exporting runs", () => {
  let connected: ConnectedApp;
  let folder: Folder;
  let ids: string[];

  before(async () => {
    connected = await connectApp();
    ids = [];
    for (const title of ["Exported first", "Exported second"]) {
      ids.push((await connected.api.createRun({ input: { title } }, { mode: "wait" })).id);
    }
  });

  beforeEach(async () => {
    folder = await Folder.make();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  const target = (): vscode.Uri => vscode.Uri.file(join(folder.path, "runs.json"));
  const read = async (): Promise<ExportFile> => parseExport(await readFile(target().fsPath, "utf8"), "runs.json");

  it("writes each with all its events and the app's name, without its key", async () => {
    assert.deepEqual(await call("exportRuns", ids.map(row), target()), ids);
    const { runs, app } = await read();
    assert.match(app.name, /^Host test/);
    assert.equal(app.host, new URL(connected.app.url).host);
    assert.deepEqual(
      runs.map(({ run }) => run),
      await Promise.all(ids.map((id) => connected.api.getRun(id))),
    );
    for (const { events } of runs) assert.equal(events.at(-1)?.type, "run.completed");
    assert.ok(!(await readFile(target().fsPath, "utf8")).includes(connected.app.accessKey));
  });

  /** The list is polled meanwhile. */
  const requestsOfRuns = () => connected.app.requests.filter(({ path }) => ids.some((id) => path.includes(id)));

  it("gives a file whose runs open without the app, once each, as text too", async () => {
    await call("exportRuns", ids, target());
    const requests = requestsOfRuns();
    for (const id of [...ids, ...ids]) {
      assert.equal(await call("openExport", target(), id), id);
      // A panel comes into view after the command has ended, and would come before the text of the next one.
      await eventually(async () => assert.equal(await call("copyRunId"), id));
    }
    await eventually(() =>
      assert.deepEqual(
        panels().map(({ label }) => label),
        ["Exported first (exported)", "Exported second (exported)"],
      ),
    );
    await call("openAsText");
    const [, second] = (await read()).runs;
    assert.deepEqual(JSON.parse(vscode.window.activeTextEditor?.document.getText() ?? ""), second?.run);
    assert.deepEqual(requestsOfRuns(), requests);
  });

  it("gives a file that opens however long it is", async () => {
    await call("exportRuns", ids, target());
    const text = await readFile(target().fsPath, "utf8");
    // Spaces between its runs make it longer than what is read at once.
    await writeFile(target().fsPath, text.replace(exportSeparator, `,${" ".repeat(33 * 1024 * 1024)}`));
    assert.equal(await call("openExport", target(), ids[1]), ids[1]);
    await eventually(async () => assert.equal(await call("copyRunId"), ids[1]));
    await call("openAsText");
    await eventually(() => assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /Exported second/));
    await writeFile(target().fsPath, text.slice(0, -9) + " ".repeat(33 * 1024 * 1024));
    const dialogs = answerDialogs();
    try {
      assert.equal(await call("openExport", target(), ids[1]), undefined);
      await dialogs.note("runs.json: The file ends before the export is complete. Export the runs again.");
    } finally {
      dialogs.restore();
    }
  });

  it("opens nothing for a file that isn't an export or doesn't exist", async () => {
    for (const content of ["{", { input: {} }, { format: "dynamiq-runs-export", version: 99 }]) {
      assert.equal(await call("openExport", await folder.write("other.json", content)), undefined);
    }
    await rm(folder.path, { recursive: true });
    assert.equal(await call("openExport", target()), undefined);
    assert.deepEqual(panels(), []);
  });
});

/** The tabs of run panels. VS Code puts a word of its own before the type. */
function panels(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(runPanelType));
}
