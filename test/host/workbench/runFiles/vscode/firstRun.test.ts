import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { FirstRun } from "#workbench/runFiles/vscode/firstRun.ts";
import { runSampleFile } from "#workbench/runFiles/vscode/newRunFile.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { ExtensionState } from "../../../../support/state/extensionState.ts";
import { connectApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { Folder } from "../../../support/folder.ts";
import { openRows, type WindowOfRows, words } from "../../../support/rowsOfWindow.ts";

describe("a first run", () => {
  let app: SampleApp;
  let window: WindowOfRows;
  let firstRun: FirstRun;

  beforeEach(async () => {
    app = await startSampleApp({ speed: 200, pastRuns: 0 });
    window = await openRows();
    firstRun = new FirstRun(window.connections, new ExtensionState().open());
    window.tree.offerStart(firstRun);
  });

  afterEach(async () => {
    firstRun.dispose();
    window.close();
    await app.close();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const shown = async (): Promise<string[]> => words(await window.rows());

  it("starts from the open JSON file, which a row of an app without runs names", async () => {
    await window.connect(app, "Own");
    await eventually(async () => assert.deepEqual(await shown(), []));
    const folder = await Folder.make();
    const ticket = await folder.write("ticket.json", { ticket_subject: "Where is my invoice?" });
    await vscode.window.showTextDocument(ticket);
    await eventually(async () => assert.match((await shown()).join("\n"), /^Run ticket\.json [^\n]+$/));
    const [row] = await window.rows();
    assert.deepEqual(row?.command?.arguments?.map(String), [ticket.toString()]);
    assert.equal(window.tree.isEmpty, true);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await eventually(async () => assert.deepEqual(await shown(), []));
  });

  it("starts from a sample file in the sample app, whose row goes then", async () => {
    const { url: baseUrl, accessKey } = app;
    await window.connections.add({ name: "Sample App", baseUrl, accessKey, sample: true });
    await eventually(async () => assert.match((await shown())[0] ?? "", /^Run a Sample File/));
    await firstRun.ran();
    await eventually(async () => assert.deepEqual(await shown(), []));
  });
});

it("the sample file starts a run of the active app", async () => {
  const connected = await connectApp();
  const runId = await runSampleFile({
    activeRuns: { connection: { sample: true } },
    firstRun: { ran: () => Promise.resolve() },
  } as unknown as Parameters<typeof runSampleFile>[0]);
  await eventually(async () => assert.equal((await connected.api.getRun(String(runId))).status, "completed"));
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await connected.close();
});
