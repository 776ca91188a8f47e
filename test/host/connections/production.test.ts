import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, writesTo } from "../support/connectedApp.ts";
import { call } from "../support/extension.ts";
import { Folder } from "../support/folder.ts";
import { thrownBy } from "../support/thrown.ts";

// VS Code refuses modal questions in this suite, so nobody agrees. The workbench tests answer them.
describe("an app that is marked as production", () => {
  const input = { ticket_subject: "Where is my invoice?" };
  let connected: ConnectedApp;
  let uri: vscode.Uri;

  before(async () => {
    uri = await (await Folder.make()).write("ticket.json", input);
  });

  beforeEach(async () => {
    connected = await connectApp();
  });

  afterEach(async () => {
    await call("markProduction", connected.connectionId, "off");
    await connected.app.close();
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  const mark = (mode: unknown): Promise<unknown> => call("markProduction", connected.connectionId, mode);
  const runs = ["runFile", "runFileInBackground", "runFileAndWait"];

  it("gets nothing from a file or another extension without the person's consent", async () => {
    assert.equal(await mark("ask"), connected.connectionId);
    for (const command of runs) assert.equal(await call(command, uri, [uri]), undefined, command);
    for (const mode of ["background", "wait", "stream"] as const) {
      await thrownBy(connected.api.createRun({ input }, { mode }));
    }
    assert.deepEqual(writesTo(connected.app), []);
  });

  it("asks nobody about a run that its caller has already aborted", async () => {
    await mark("ask");
    const error = await thrownBy(connected.api.createRun({ input }, { signal: AbortSignal.abort() }));
    assert.equal(error.kind, "aborted");
  });

  it("is not canceled without the person's consent", async () => {
    const { id } = await connected.api.createRun({ input }, { mode: "background" });
    await mark("ask");
    assert.equal(await call("cancelRun", id), undefined);
    assert.deepEqual(writesTo(connected.app), ["POST /v1/runs"]);
  });

  for (const mode of ["warn", "off"]) {
    it(`gets runs without a question when it is marked ${mode}`, async () => {
      await mark("ask");
      await mark(mode);
      for (const command of runs) assert.ok(await call(command, uri, [uri]), command);
      await connected.api.createRun({ input }, { mode: "background" });
      assert.equal(connected.app.created.length, 4);
    });
  }

  it("keeps its mark when the new one isn't valid", async () => {
    await mark("ask");
    assert.equal(await mark("sometimes"), undefined);
    assert.equal(await call("markProduction", "no such connection", "off"), undefined);
    await thrownBy(connected.api.createRun({ input }));
    assert.deepEqual(writesTo(connected.app), []);
  });

  it("asks for itself only: other connections don't ask", async () => {
    await mark("ask");
    const other = await connectApp();
    try {
      await other.api.createRun({ input }, { mode: "background" });
      assert.equal(other.app.created.length, 1);
    } finally {
      await other.app.close();
    }
  });
});
