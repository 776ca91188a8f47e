import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, waitingRun } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";

describe("the browser that an agent hands over", () => {
  const { openExternal } = vscode.env;
  let connected: ConnectedApp;
  let opened: string[];

  before(async () => {
    connected = await connectApp();
    opened = [];
    const open = async (uri: vscode.Uri): Promise<boolean> => opened.push(uri.toString(true)) === 1;
    Object.assign(vscode.env, { openExternal: open });
  });

  after(async () => {
    Object.assign(vscode.env, { openExternal });
    await connected.close();
  });

  it("opens outside the editor at the address of its run, and tells whether it was opened", async () => {
    const target = await waitingRun(connected, { ticket_subject: "Return label", play: "takeover" });
    assert.equal(await call("openLiveView", target), target.requestId);
    assert.match(opened[0] ?? "", /^https:\/\/live\.example\.com\/sessions\/[0-9a-f]{12}$/);
    // The person declines VS Code's question.
    assert.equal(await call("openLiveView", target), undefined);
  });

  it("isn't opened for a run that has sent no address", async () => {
    const dialogs = answerDialogs();
    const target = await waitingRun(connected, { ticket_subject: "Refund", amount: 620 });
    assert.equal(await call("openLiveView", target), undefined);
    dialogs.restore();
    assert.equal(opened.length, 2);
  });
});
