import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { Folder } from "../../../support/folder.ts";

const text = `{
  // Made from a run.
  "name": "Edited",
  "request": { "input": { "at": "\${no}" } },
  "checks": [
    { "tools": { "never": ["delete_customer"] } },
    { "tool": "" },
    { "status": "ended" }
  ]
}`;

describe("a golden file in the editor", () => {
  let connected: ConnectedApp;
  let uri: vscode.Uri;

  before(async () => {
    connected = await connectApp();
    uri = await (await Folder.make()).write("edited.golden.json", text);
    await vscode.window.showTextDocument(uri);
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  it("says what a check means, and what is wrong with one", async () => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      uri,
      new vscode.Position(5, 8),
    );
    const words = hover?.contents.map((each) => (typeof each === "string" ? each : each.value)).join("\n");
    assert.match(words ?? "", /none of these tools is called: delete/);
    await eventually(() => {
      const told = vscode.languages.getDiagnostics(uri).map(({ message, range }) => `${range.start.line}: ${message}`);
      const wanted = told.some((each) => /^7: .*status must be one of/.test(each));
      assert.ok(wanted, told.join("\n"));
    });
  });
});
