import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, writesTo } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { lensesOf } from "../../../support/lenses.ts";

describe("a run file in the editor", () => {
  let connected: ConnectedApp;
  let folder: Folder;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("can be run and copied from above its first line", async () => {
    const uri = await folder.write(
      "lens.run.json",
      '{"input": {"ticket_subject": "From a lens"}, "mode": "background"}',
    );
    const other = await folder.write("no-lens.json", "{}");
    await vscode.workspace.openTextDocument(uri);
    await eventually(async () => assert.equal((await lensesOf(uri)).length, 3));
    const lenses = await lensesOf(uri);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title.replace("$(play)", "").trim()),
      ["Run", "Run in Background", "Copy Run as cURL"],
    );
    assert.ok(lenses.every(({ range }) => range.start.line === 0));
    await vscode.workspace.openTextDocument(other);
    assert.deepEqual(await lensesOf(other), []);

    for (const { command } of lenses)
      await vscode.commands.executeCommand(command?.command ?? "", ...(command?.arguments ?? []));
    assert.deepEqual(
      connected.app.created.map(({ mode }) => mode),
      ["background", "background"],
    );
    assert.match(await vscode.env.clipboard.readText(), /^curl -X POST .*"ticket_subject":"From a lens"/s);
  });

  it("is copied as cURL with its files, and without a key or a value of the environment", async () => {
    await folder.write("receipt.png", "1");
    process.env["DYNAMIQ_TEST_PASSWORD"] = "correct horse";
    const uri = await folder.write("curl.run.json", {
      input: { password: "${env:DYNAMIQ_TEST_PASSWORD}", text: "${file:receipt.png}" },
      files: ["receipt.png"],
    });
    const sent = writesTo(connected.app).length;
    const text = (await call<string>("copyAsCurl", uri)) ?? "";
    assert.ok(
      text.includes(`--form-string 'input={"password":"'"$(json_text "$DYNAMIQ_TEST_PASSWORD")"'","text":"1"}'`),
      text,
    );
    assert.ok(text.includes(`-F 'files=@"${folder.path}/receipt.png"'`), text);
    assert.doesNotMatch(text, new RegExp(`${connected.app.accessKey}|correct horse`));
    await vscode.window.showTextDocument(uri);
    assert.equal(await call("copyAsCurl"), text);
    assert.equal(writesTo(connected.app).length, sent);
  });
});
