import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

describe("golden tests in continuous run", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    // No run of this app gets to its end: each is canceled by the test.
    connected = await connectApp({ speed: 0.001 });
    folder = await Folder.make();
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  it("run once more, with the latest text, when their file was saved while they ran", async () => {
    const { app } = connected;
    const text = (subject: string): string =>
      JSON.stringify({
        name: "Saved",
        request: { input: { ticket_subject: subject } },
        checks: [{ status: "completed" }],
      });
    const uri = await folder.write("saved.golden.json", text("1"));
    const document = await vscode.workspace.openTextDocument(uri);
    const write = async (whole: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), whole);
      await vscode.workspace.applyEdit(edit);
      assert.ok(await document.save());
    };
    const save = (subject: string): Promise<void> => write(text(subject));
    const id = `${uri.toString()}#Saved`;
    const press = (): Promise<unknown> => call("runGoldenTest", { id, label: "Saved", children: [] });
    const extId = ["dynamiqRuns.golden", uri.toString(), id].join("\0");
    const toggle = (): Thenable<unknown> =>
      vscode.commands.executeCommand("testing.toggleContinuousRunForTest", { test: { item: { extId } } });
    const sent = (): unknown[] => app.created.map(({ input }) => input["ticket_subject"]);
    const ran = (...subjects: string[]): Promise<void> => eventually(() => assert.deepEqual(sent(), subjects));
    const end = async (): Promise<void> => {
      const { url, accessKey } = app;
      const address = `${url}/v1/runs/${app.created.at(-1)?.run_id}/cancel`;
      const { ok } = await fetch(address, { method: "POST", headers: { Authorization: `Bearer ${accessKey}` } });
      assert.ok(ok);
    };

    const byHand = press();
    await ran("1");
    await toggle();
    await save("2");
    await save("3");
    await end();
    assert.equal(await byHand, "failed");
    await ran("1", "3");
    assert.equal(await press(), undefined);
    await save("4");
    await end();
    await ran("1", "3", "4");

    // After a person stopped it, it waits for the next save.
    await save("5");
    await vscode.commands.executeCommand("testing.cancelRun");
    const stopped = app.created.at(-1)?.run_id ?? "";
    await eventually(async () => assert.equal((await connected.api.getRun(stopped)).status, "canceled"));
    await save("6");
    await ran("1", "3", "4", "6");

    // What continuous run started is canceled with it, and nothing follows.
    await save("7");
    await toggle();
    await save("8");
    const pressed: Promise<unknown>[] = [];
    await eventually(() => {
      pressed.push(press());
      assert.deepEqual(sent(), ["1", "3", "4", "6", "8"]);
    });
    await end();
    assert.ok((await Promise.all(pressed)).includes("failed"));

    // A file that can't be read for a while has no tests, and then the same again.
    await toggle();
    await write("{");
    assert.equal(await press(), undefined);
    await save("9");
    await ran("1", "3", "4", "6", "8", "9");
    await toggle();
  });
});
