import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../../support/dialogs.ts";
import { call } from "../../../../support/extension.ts";
import { Folder } from "../../../../support/folder.ts";

describe("the user of a run who hasn't connected an account", () => {
  const { openExternal } = vscode.env;
  let connected: ConnectedApp;
  let folder: Folder;
  let dialogs: Dialogs;

  before(async () => {
    folder = await Folder.make();
  });

  beforeEach(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    Object.assign(vscode.env, { openExternal });
    await connected.close();
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("connects it on the app's page, and the run starts after the next check", async () => {
    const uri = await folder.write("mailbox.run.json", { input: {}, user_id: "new-customer-7421" });
    const open = async (address: vscode.Uri | string): Promise<boolean> => {
      dialogs.choice = "Check Again";
      const page = await (await fetch(typeof address === "string" ? address : address.toString(true))).text();
      assert.match(page, /Gmail connected for new-customer-7421/);
      return true;
    };
    Object.assign(vscode.env, { openExternal: open });
    dialogs.choice = "Open Connect Page";
    const id = await call<string>("runFileInBackground", uri);
    assert.deepEqual(
      connected.app.created.map(({ run_id, user_id }) => [run_id, user_id]),
      [[id, "new-customer-7421"]],
    );
    assert.match(dialogs.shown[0]?.question ?? "", /new-customer-7421 hasn't connected Gmail/);
    assert.match(dialogs.shown[1]?.detail ?? "", /Connect it on the page in your browser, then check again\./);
    assert.equal(dialogs.shown.length, 2);
  });
});
