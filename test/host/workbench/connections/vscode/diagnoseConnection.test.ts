import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { createAccessKey } from "#server/http/auth.ts";
import { json, serve } from "../../../../integration/api/servers.ts";
import { certified, makeAuthority } from "../../../../support/network/certificates.ts";
import { connect, connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

describe("the diagnosis of a connection", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;
  let inputs: QuickInputs;

  before(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
    inputs = new QuickInputs();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(async () => {
    dialogs.restore();
    inputs.restore();
    await connected.close();
  });

  it("names the failing step in a report without the key, which can be copied", async () => {
    await using inspected = await serve(
      (_, response) => json(response, 200, {}),
      certified("127.0.0.1", { by: makeAuthority("Example Corp Inspection") }),
    );
    const accessKey = createAccessKey();
    const id = await connect(inspected.url, accessKey, "Inspected");
    assert.equal(await call("diagnoseConnection", id), "certificate-unknown-issuer");
    await eventually(() =>
      assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, "Diagnosis of Inspected"),
    );
    await dialogs.press("This machine doesn't trust Example Corp Inspection", "Copy Report");
    await eventually(async () => {
      const copied = await vscode.env.clipboard.readText();
      assert.match(copied, /✗ Certificate.*signed by Example Corp Inspection, which this machine doesn't trust/s);
      assert.ok(!copied.includes(accessKey));
      assert.equal(vscode.window.activeTextEditor?.document.getText(), copied);
    });
    assert.deepEqual(inspected.requests, []);
  });
});
