import assert from "node:assert/strict";
import { before, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../../support/eventually.ts";
import { activateExtension } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

before(() => activateExtension());

it("a golden file links to its attachments and its golden run", async () => {
  const folder = await Folder.make();
  const uri = await folder.write("links.golden.json", {
    name: "Refund",
    request: { input: {}, files: ["receipt.png"] },
    checks: [{ status: "completed" }],
    goldenRun: { id: "8c2c8e2e-0000-4000-8000-000000000000", file: "refund.golden-run.json" },
  });
  const document = await vscode.workspace.openTextDocument(uri);
  const read = async () => {
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
    return links.map(({ range, target }) => [document.getText(range), target?.fsPath]);
  };
  // The tests of a workspace are loaded with its first golden file.
  await eventually(async () =>
    assert.deepEqual(await read(), [
      ["receipt.png", `${folder.path}/receipt.png`],
      ["refund.golden-run.json", `${folder.path}/refund.golden-run.json`],
    ]),
  );
});
