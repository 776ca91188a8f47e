import assert from "node:assert/strict";
import { mkdir, rm, truncate, writeFile } from "node:fs/promises";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { type BadRunFile, badRunFiles } from "../../../../support/samples/badRunFiles.ts";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

const ours = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Dynamiq Runs");

const shown = (uri: vscode.Uri): string[] =>
  ours(uri).map(({ message, range }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);

describe("the Problems view", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
    await mkdir(`${folder.path}/scans`);
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("lists a problem at its place, in the words of the error that running shows", async () => {
    const opened: { uri: vscode.Uri; bad: BadRunFile }[] = [];
    for (const [index, bad] of badRunFiles.filter((_, index) => index % 10 === 0).entries()) {
      const uri = await folder.write(`bad-${index}.run.json`, bad.text);
      await vscode.window.showTextDocument(uri, { preview: false });
      opened.push({ uri, bad });
    }
    await eventually(() => {
      for (const { uri, bad } of opened) assert.ok(ours(uri).length > 0, `${bad.words}: nothing is wrong`);
    });
    for (const { uri, bad } of opened) {
      const [found] = ours(uri);
      assert.ok(found);
      const { start, end } = found.range;
      assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
      assert.ok(found.message.toLowerCase().includes(bad.words.toLowerCase()), found.message);
      assert.deepEqual(
        [start.line + 1, start.character + 1, end.character - start.character],
        [bad.line, bad.column, bad.length],
        bad.words,
      );
      assert.ok(!JSON.stringify(ours(uri)).includes("SECRET"), bad.words);
    }
  });

  it("lists problems of the disk and the connections, and removes them when they are solved", async () => {
    await writeFile(`${folder.path}/large.bin`, "");
    await truncate(`${folder.path}/large.bin`, 134_217_729);
    const uri = await folder.write(
      "places.run.json",
      `{
  "input": {},
  "connection": "Nowhere",
  "saveTo": "../../../answer.json",
  "files": [
    "gone.png",
    "scans",
    "large.bin",
    "\${env:HOME}/gone.png"
  ]
}`,
    );
    await vscode.window.showTextDocument(uri, { preview: false });
    const way = "Paths are relative to places.run.json. Correct or remove the path.";
    await eventually(() => {
      const [connection, ...others] = shown(uri);
      assert.match(
        connection ?? "",
        /^3:17 "connection" must name a saved connection\. (Saved: |No connection is saved yet\.)/,
      );
      assert.deepEqual(others, [
        "4:13 saveTo must be inside the workspace folder of this file. Correct it or remove it.",
        `6:5 files[0] can't be attached: gone.png doesn't exist. ${way}`,
        `7:5 files[1] can't be attached: scans is a folder. Only files can be sent. ${way}`,
        `8:5 files[2] can't be attached: large.bin is 128 MiB (134,217,729 bytes), but an app accepts at most 128 MiB (134,217,728 bytes). ${way}`,
      ]);
    });
    assert.equal(await call("runFileInBackground", uri), undefined);
    assert.deepEqual(writesTo(connected.app), []);

    await writeFile(`${folder.path}/gone.png`, "here");
    await truncate(`${folder.path}/large.bin`, 10);
    await call<string>("addConnection", {
      name: "Nowhere",
      baseUrl: connected.app.url,
      accessKey: connected.app.accessKey,
    });
    await eventually(() =>
      assert.deepEqual(
        shown(uri).map((line) => line.slice(0, 4)),
        ["4:13", "7:5 "],
      ),
    );
    await rm(`${folder.path}/gone.png`);
    await eventually(() =>
      assert.deepEqual(
        shown(uri).map((line) => line.slice(0, 4)),
        ["4:13", "6:5 ", "7:5 "],
      ),
    );
  });

  it("follows the typed text, and is empty after the file is closed", async () => {
    const uri = await folder.write("typed.run.json", '{"input": {}, "session_id": "today", "user_id": "u"}');
    const editor = await vscode.window.showTextDocument(uri);
    await eventually(() => assert.equal(ours(uri).length, 1));
    const range = new vscode.Range(0, 28, 0, 35);
    assert.ok(await editor.edit((edit) => edit.replace(range, '"${uuid}"')));
    await eventually(() => assert.deepEqual(shown(uri), []));
    await vscode.commands.executeCommand("undo");
    await eventually(() => assert.equal(ours(uri).length, 1));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await eventually(() => assert.deepEqual(shown(uri), []));
  });
});
