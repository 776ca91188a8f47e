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

  /** The fixes of the one problem, in an open file. */
  async function actionsIn(name: string, text: string): Promise<vscode.CodeAction[]> {
    const uri = await folder.write(name, text);
    await vscode.window.showTextDocument(uri);
    await eventually(() => assert.equal(problems(uri).length, 1));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      problems(uri)[0]?.range,
    );
    // VS Code has actions of its own for a place.
    return actions.filter(({ title }) => /^(?:Add|Change|Choose|Create|Write) /.test(title));
  }

  /** Applies the one fix of the one problem. @returns its title and the text that it leaves */
  async function fixed(name: string, text: string): Promise<[title: string | undefined, text: string]> {
    const [action, ...others] = await actionsIn(name, text);
    assert.deepEqual([others.length, action?.kind?.value], [0, "quickfix"]);
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    return [action.title, vscode.window.activeTextEditor!.document.getText()];
  }

  it("writes the key that was meant", async () => {
    assert.deepEqual(await fixed("typo.run.json", '{"input": {}, "mdoe": "wait"}'), [
      'Change to "mode"',
      '{"input": {}, "mode": "wait"}',
    ]);
  });

  it("writes the value that was meant", async () => {
    assert.deepEqual(await fixed("value.run.json", '{"input": {}, "mode": "steam"}'), [
      'Change to "stream"',
      '{"input": {}, "mode": "stream"}',
    ]);
  });

  it("writes the variable that was meant", async () => {
    const [first] = await actionsIn("variable.run.json", '{"a": "${uid}"}');
    assert.equal(first?.title, "Change to ${uuid}");
    await vscode.workspace.applyEdit(first.edit!);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '{"a": "${uuid}"}');
  });

  it("creates a missing attachment, or lets a person choose another file", async () => {
    const text = '{"input": {}, "files": ["pag.txt"]}';
    const page = await folder.write("page.txt", "1");
    const [meant, created, chosen, ...others] = await actionsIn("missing.run.json", text);
    assert.deepEqual(
      [meant, created, chosen].map((each) => each?.title),
      ['Change to "page.txt"', "Create pag.txt", "Choose File…"],
    );
    assert.deepEqual(others, []);
    const { document } = vscode.window.activeTextEditor!;
    const { showOpenDialog } = vscode.window;
    Object.assign(vscode.window, { showOpenDialog: async () => [page] });
    try {
      await vscode.commands.executeCommand(chosen!.command!.command, ...(chosen!.command!.arguments as unknown[]));
    } finally {
      Object.assign(vscode.window, { showOpenDialog });
    }
    assert.equal(document.getText(), '{"input": {}, "files": ["page.txt"]}');
    await eventually(() => assert.deepEqual(problems(document.uri), []));
    assert.ok(await vscode.workspace.applyEdit(created!.edit!));
    assert.equal((await vscode.workspace.fs.stat(vscode.Uri.joinPath(page, "../pag.txt"))).size, 0);
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
