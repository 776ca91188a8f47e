import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../../support/eventually.ts";
import { activateExtension } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

describe("a quick fix", () => {
  let folder: Folder;

  before(async () => {
    await activateExtension();
    folder = await Folder.make();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  const problems = (uri: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "Dynamiq Runs");

  /** Applies the one fix of the one problem. @returns its title and the text that it leaves */
  async function fixed(name: string, text: string): Promise<[title: string | undefined, text: string]> {
    const uri = await folder.write(name, text);
    const { document } = await vscode.window.showTextDocument(uri);
    await eventually(() => assert.equal(problems(uri).length, 1));
    const range = problems(uri)[0]?.range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      range,
    );
    const ours = actions.filter(({ title }) => /^(Change to|Add) "/.test(title));
    const [action] = ours;
    assert.deepEqual([ours.length, action?.kind?.value], [1, "quickfix"]);
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    return [action.title, document.getText()];
  }

  it("writes the key that was meant", async () => {
    assert.deepEqual(await fixed("typo.run.json", '{"input": {}, "mdoe": "wait"}'), [
      'Change to "mode"',
      '{"input": {}, "mode": "wait"}',
    ]);
  });

  it("adds what a golden test lacks", async () => {
    const [title, text] = await fixed(
      "bare.golden.json",
      '{"request": {"input": {}}, "checks": [{"status": "completed"}]}',
    );
    assert.equal(title, 'Add "name"');
    assert.deepEqual(JSON.parse(text), { name: "", request: { input: {} }, checks: [{ status: "completed" }] });
  });
});
