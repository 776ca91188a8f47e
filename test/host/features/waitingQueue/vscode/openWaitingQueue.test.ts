import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

describe("the waiting queue", () => {
  let connected: ConnectedApp;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    connected = await connectApp();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("opens in one tab for all connections", async () => {
    await call("openWaitingQueue");
    await eventually(() => assert.deepEqual(tabs(), ["Waiting for You"]));
    await call("openWaitingQueue");
    assert.deepEqual(tabs(), ["Waiting for You"]);
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
}
