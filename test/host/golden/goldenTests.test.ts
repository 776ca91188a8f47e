import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../support/connectedApp.ts";
import { eventually } from "../support/eventually.ts";
import { Folder } from "../support/folder.ts";

describe("golden tests in the Test Explorer", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(async () => {
    await connected.app.close();
  });

  const created = (subject: string): number =>
    connected.app.created.filter(({ input }) => input["ticket_subject"] === subject).length;

  it("run as often as they say, and pressing Run twice starts nothing twice", async () => {
    const subject = "Golden: repeated";
    const uri = await folder.write("repeated.golden.json", {
      name: "Repeated",
      request: { input: { ticket_subject: subject } },
      repeat: { times: 3, atLeast: 3 },
      checks: [{ status: "completed" }],
    });
    await vscode.window.showTextDocument(uri);
    await eventually(async () => {
      // Until the Test Explorer knows the file, this does nothing.
      if (created(subject) === 0) {
        await Promise.all([
          vscode.commands.executeCommand("testing.runCurrentFile"),
          vscode.commands.executeCommand("testing.runCurrentFile"),
        ]);
      }
      assert.equal(created(subject), 3);
    });
  });

  it("of a file with a problem start nothing, and the problem is shown", async () => {
    const subject = "Golden: wrong";
    const uri = await folder.write("wrong.golden.json", {
      name: "Wrong",
      request: { input: { ticket_subject: subject } },
      checks: [{ status: "done" }],
    });
    await vscode.window.showTextDocument(uri);
    await eventually(() => {
      const [problem] = vscode.languages.getDiagnostics(uri);
      assert.match(problem?.message ?? "", /status must be one of "completed", "failed", "canceled"/);
    });
    await vscode.commands.executeCommand("testing.runCurrentFile");
    assert.equal(created(subject), 0);
  });
});
