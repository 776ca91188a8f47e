import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { thrownBy } from "../../../support/thrown.ts";

const commands = ["runFile", "runFileInBackground", "runFileAndWait"];

const refused: Record<string, string> = {
  "JSON that is not valid": '{ "ticket_subject": ',
  "an empty file": "",
  "a list": "[1, 2]",
  "a key that stands twice": '{ "a": 1, "a": 2 }',
  "an attachment that is missing": '{ "input": {}, "files": ["missing.pdf"] }',
  "an attachment that is a folder": '{ "input": {}, "files": ["folder"] }',
  "an unknown key beside a whole input": '{ "input": {}, "inputs": {} }',
  "an export": '{\n  "format": "dynamiq-runs-export", "version": 1, "runs": []\n}',
  "a session that is no UUID": '{ "input": {}, "session_id": "today" }',
};

describe("nothing is sent for", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
    await mkdir(`${folder.path}/folder`);
  });

  after(() => connected.close());

  for (const [what, text] of Object.entries(refused)) {
    it(what, async () => {
      const uri = await folder.write("bad.run.json", text);
      for (const command of commands) assert.equal(await call(command, uri, [uri]), undefined);
      assertNothingSent();
    });
  }

  it("a selected file that is missing", async () => {
    const uri = await folder.write("ticket.json", {});
    const missing = vscode.Uri.file(`${folder.path}/missing.pdf`);
    for (const command of commands) assert.equal(await call(command, uri, [uri, missing]), undefined);
    assert.equal(await call("uploadFiles", uri, [uri, missing]), undefined);
    assertNothingSent();
  });

  it("a text that isn't UTF-8, also while an editor shows it with other characters", async () => {
    const bytes = Buffer.from('{"city":"Zürich"}', "latin1");
    const [lines, runFile] = [await folder.write("latin.jsonl", bytes), await folder.write("latin.run.json", bytes)];
    for (const look of [async () => undefined, vscode.workspace.openTextDocument]) {
      await Promise.all([look(lines), look(runFile)]);
      assert.equal(await call("runBatch", lines, { preview: false }), undefined);
      for (const command of commands) assert.equal(await call(command, runFile, [runFile]), undefined);
    }
    assertNothingSent();
  });

  it("a run file that is missing", async () => {
    const missing = vscode.Uri.file(`${folder.path}/missing.run.json`);
    for (const command of commands) assert.equal(await call(command, missing, [missing]), undefined);
    assertNothingSent();
  });

  it("a batch with a run file that is missing, which is named", async () => {
    const dialogs = answerDialogs();
    const gone = vscode.Uri.file(`${folder.path}/gone.run.json`);
    const uris = [await folder.write("first.run.json", {}), gone];
    try {
      assert.equal(await call("runBatch", gone, uris), undefined);
      await dialogs.note("gone.run.json no longer exists.");
    } finally {
      dialogs.restore();
    }
    assertNothingSent();
  });

  // VS Code refuses modal questions in this suite, so nobody confirms to run it anyway.
  it("a user who has not connected an account, unless the person agrees", async () => {
    const uri = await folder.write("mailbox.run.json", { input: {}, user_id: "new-customer" });
    for (const command of commands) assert.equal(await call(command, uri, [uri]), undefined);
    const lines = await folder.write("users.jsonl", '{"input":{},"user_id":"new-ann"}');
    assert.equal(await call("runBatch", lines, { preview: false }), undefined);
    await thrownBy(connected.api.createRun({ input: {}, user_id: "new-customer" }));
    assertNothingSent();
  });

  function assertNothingSent(): void {
    assert.deepEqual(connected.app.created, []);
    assert.deepEqual(writesTo(connected.app), []);
  }
});
