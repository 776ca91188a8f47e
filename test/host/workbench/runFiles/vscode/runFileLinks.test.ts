import assert from "node:assert/strict";
import { before, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../../support/eventually.ts";
import { activateExtension } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

before(() => activateExtension());

it("a run file links to its attachments and its output, and never to another machine", async () => {
  const folder = await Folder.make();
  const uri = await folder.write("links.run.json", {
    input: { files: ["not-sent.txt"] },
    files: ["receipt.png", "//elsewhere/share/photo.png"],
    saveTo: "out/answer.json",
  });
  const document = await vscode.workspace.openTextDocument(uri);
  // The first run file that is open loads what links its files.
  await eventually(async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
    assert.deepEqual(
      links.map(({ range, target }) => [document.getText(range), target?.fsPath]),
      [
        ["receipt.png", `${folder.path}/receipt.png`],
        ["out/answer.json", `${folder.path}/out/answer.json`],
      ],
    );
  });
});
