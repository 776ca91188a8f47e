import assert from "node:assert/strict";
import { mkdir, readdir } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { lensesOf, lensTitles } from "../../../support/lenses.ts";

describe("golden tests in the Test Explorer", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  after(async () => {
    await connected.close();
  });

  /** Runs the tests of a file, once it is known, and waits for what they do. */
  const runFile = async (uri: vscode.Uri, check: () => void, presses = 1): Promise<void> => {
    const before = connected.app.created.length;
    const run = async (): Promise<unknown> => vscode.commands.executeCommand("testing.runCurrentFile");
    await eventually(async () => {
      // It does nothing until the Test Explorer knows the file, and while a panel of a test before has the focus.
      if (connected.app.created.length === before) {
        await vscode.window.showTextDocument(uri);
        await Promise.all(Array.from({ length: presses }, run));
      }
      check();
    });
  };

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
    await runFile(uri, () => assert.equal(created(subject), 3), 2);
  });

  it("are known once their file is open, though VS Code tells nothing of its folder", async () => {
    const request = { input: { ticket_subject: "Golden: unwatched" } };
    // As `files.watcherExclude` has it from the start.
    await mkdir(`${folder.path}/.hg/store`, { recursive: true });
    const checks = [{ status: "completed" }];
    const uri = await folder.write(".hg/store/unwatched.golden.json", { name: "Unwatched", request, checks });
    await runFile(uri, () => assert.equal(created("Golden: unwatched"), 1));
    await vscode.commands.executeCommand("testing.refreshTests");
    await runFile(uri, () => assert.equal(created("Golden: unwatched"), 2));
  });

  it("have ways to run them above each test, a repeated one also once, and a double click starts one run", async () => {
    const subject = "Golden: from the editor";
    const request = { input: { ticket_subject: subject } };
    const checks = [{ status: "completed" }];
    const uri = await folder.write("lenses.golden.json", {
      tests: [
        { name: "Once", request, checks },
        { name: "Often", request, checks, repeat: { times: 3, atLeast: 3 } },
      ],
    });
    await vscode.window.showTextDocument(uri);
    assert.deepEqual(await lensTitles(uri), ["Run Test", "Run Test", "Run Once"]);
    const once = (await lensesOf(uri)).find(({ command }) => command?.title === "Run Once")?.command;
    const press = (): Thenable<unknown> => vscode.commands.executeCommand(once!.command, ...(once?.arguments ?? []));
    const ended = await Promise.all([press(), press()]);
    assert.deepEqual(ended, ["passed", undefined]);
    assert.equal(created(subject), 1);
    assert.deepEqual(await lensTitles(uri), ["Run Test", "$(pass)\u00a0Passed", "Run Test", "Run Once"]);
  });

  it("run as soon as their file is written, and one that isn't in its file says so", async () => {
    const dialogs = answerDialogs();
    try {
      const request = { input: { ticket_subject: "Golden: just written" } };
      const checks = [{ status: "completed" }];
      const uri = await folder.write("written.golden.json", { name: "Written", request, checks });
      const run = (name: string, file = uri): Promise<unknown> =>
        call("runGoldenTest", { id: `${file.toString()}#${name}`, label: name, children: [] });
      assert.equal(await run("Written"), "passed");
      assert.equal(created("Golden: just written"), 1);
      const missing = "This golden test is no longer in its file.";
      assert.equal(await run("Renamed"), undefined);
      (await dialogs.note(missing)).close(undefined);
      assert.equal(await run("Written", vscode.Uri.file(`${folder.path}/none.golden.json`)), undefined);
      await dialogs.note(missing);
    } finally {
      dialogs.restore();
    }
  });

  it("ask before more than 100 runs are started at once", async () => {
    const dialogs = answerDialogs();
    try {
      const request = { input: { ticket_subject: "Golden: many" } };
      const each = { request, repeat: { times: 60, atLeast: 1 }, checks: [{ status: "completed" }] };
      const tests = ["A", "B"].map((name) => ({ name, ...each }));
      const uri = await folder.write("many.golden.json", { tests });
      await runFile(uri, () => assert.ok(dialogs.shown.length > 0));
      assert.match(
        dialogs.shown[0]?.question ?? "",
        /^Run 2 golden tests on Host test.*\? This starts 120 real runs\.$/,
      );
      assert.equal(created("Golden: many"), 0);
    } finally {
      dialogs.restore();
    }
  });

  it("are made of a conversation, with a turn for each of its runs, and pass against the same app", async () => {
    const ids = { user_id: "customer-2210", session_id: "7d1f6a3e-9b10-4c55-8a57-2d1f0b7f6c52" };
    for (const input of ["My order is 4411.", "What is the number of my order?"])
      await call("runFileAndWait", await folder.write("turn.run.json", { input: { play: "chat", input }, ...ids }));
    const conversation = {
      connectionId: connected.connectionId,
      sessionId: ids.session_id,
      userId: ids.user_id,
    };
    const uri = vscode.Uri.file(`${folder.path}/talk.golden.json`);
    assert.equal(String(await call("keepAsGoldenConversation", conversation, uri)), String(uri));
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.equal(text.match(/"file": "talk\.golden-run\.json"/g)?.length, 2);
    const before = connected.app.created.length;
    await runFile(uri, () => assert.equal(connected.app.created.length, before + 2));
    const [first, second] = connected.app.created.slice(before);
    assert.equal(first?.session_id, second?.session_id);
    assert.notEqual(first?.session_id, ids.session_id);
    await eventually(async () => assert.ok((await lensTitles(uri)).includes("$(pass)\u00a0Passed")));
  });

  it("are made of a run, and take over what a later run did", async () => {
    const subject = "Golden: kept";
    const started = await folder.write("kept.run.json", { ticket_subject: subject, amount: 480 });
    const runId = await call<string>("runFileAndWait", started);
    const uri = vscode.Uri.file(`${folder.path}/kept.golden.json`);
    const keep = (): Promise<vscode.Uri | undefined> => call<vscode.Uri>("keepAsGoldenTest", runId, uri);
    const kept = await Promise.all([keep(), keep()]);
    assert.deepEqual(kept.map(String), [String(uri), String(uri)]);
    const { fsPath } = vscode.Uri.joinPath(uri, "..");
    const files = await readdir(fsPath);
    assert.deepEqual(
      files.filter((file) => file.startsWith("kept.golden")),
      ["kept.golden-run.json", "kept.golden.json"],
    );
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.getText(), /"goldenRun": \{[^}]*"file": "kept\.golden-run\.json"/);
    const name = /"name": "([^"]*)"/.exec(document.getText())?.[1];
    const row = { id: `${uri.toString()}#${name}`, label: name, children: [] };

    const edit = new vscode.WorkspaceEdit();
    // The run has nothing to expect in place of the second check, which must not keep the first from being accepted.
    const checks = '"status": "failed" },\n    { "output": "no_such_field", "equals": 1';
    const wrong = document.getText().replace('"status": "completed"', checks);
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), wrong);
    await vscode.workspace.applyEdit(edit);
    await runFile(uri, () => assert.equal(created(subject), 2));
    const ofPanel = { connectionId: connected.connectionId, runId: connected.app.created.at(-1)?.run_id };
    const accept = (): Promise<unknown> => call("acceptAsGolden", ofPanel);
    await eventually(async () => assert.deepEqual(await Promise.all([accept(), accept()]), [1, 1]));
    assert.match(document.getText(), /\{ "status": "completed" \},\s*\{ "output": "no_such_field", "equals": 1 \}/);
    assert.equal(document.isDirty, true);

    const compared = await call<string[]>("compareWithGoldenRun", row);
    assert.deepEqual(compared, [runId, connected.app.created.at(-1)?.run_id]);
    await vscode.window.showTextDocument(document);
    await document.save();
    await runFile(document.uri, () => assert.equal(created(subject), 3));
    await eventually(async () => {
      const [, last] = (await call<string[]>("compareWithGoldenRun", row)) ?? [];
      assert.equal(last, connected.app.created.at(-1)?.run_id);
    });
    assert.equal(await call("acceptAsGolden", row), undefined);
  });
});
