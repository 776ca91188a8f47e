import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";

describe("a new run file", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  after(() => connected.close());

  const shownText = (): string => vscode.window.activeTextEditor?.document.getText() ?? "";

  it("has the fields and values of the app's last run, and runs as it is", async () => {
    const input = { ticket_subject: "The last one", costs: "${amount}" };
    await connected.api.createRun({ input, user_id: "customer-7421" }, { mode: "wait" });
    // A run file from this one would go into its session.
    const session = randomUUID();
    const goesOn = { input: { ticket_subject: `Go on in ${session}.` }, session_id: session };
    await connected.api.createRun(goesOn, { mode: "wait" });
    const uri = await call<vscode.Uri>("newRunFile");
    assert.match(uri?.toString() ?? "", /^untitled:.*\/new\.run\.jsonc$/);
    assert.equal(vscode.window.activeTextEditor?.document.languageId, "jsonc");
    assert.match(shownText(), /^\/\/ These are the fields and values of the last run\./);
    await call("runFileInBackground");
    const { input: sent, user_id } = connected.app.created.at(-1) ?? {};
    assert.deepEqual({ input: sent, user_id }, { input, user_id: "customer-7421" });
  });

  it("is filled in where another extension writes into it first", async () => {
    const opened = vscode.window.onDidChangeActiveTextEditor((editor) => {
      void editor?.edit((edit) => edit.insert(new vscode.Position(0, 0), "// Ours"));
    });
    await call("newRunFile");
    opened.dispose();
    assert.match(shownText(), /"input"/);
    assert.match(shownText(), /\/\/ Ours/);
  });
});
