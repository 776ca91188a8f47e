import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

describe("keeping a run as a golden test", () => {
  let connected: ConnectedApp;
  let folder: Folder;
  let id: string;

  before(async () => {
    connected = await connectApp();
    folder = await Folder.make();
    id = (await connected.api.createRun({ input: { ticket_subject: "Kept" } }, { mode: "wait" })).id;
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  for (const name of ["kept.golden.json", "kept.golden-run.json"]) {
    it(`asks before it replaces ${name}, which the dialog's name without its ending doesn't say`, async () => {
      const file = await folder.write(name, { by: "hand" });
      const dialogs = answerDialogs();
      dialogs.saveTo = vscode.Uri.file(`${folder.path}/kept.json`);
      try {
        assert.equal(await call("keepAsGoldenTest", id), undefined);
        assert.deepEqual(JSON.parse(await readFile(file.fsPath, "utf8")), { by: "hand" });
        assert.equal(dialogs.shown.at(-1)?.question, `${name} already exists. Replace?`);
        dialogs.choice = "Replace";
        assert.match((await call<vscode.Uri>("keepAsGoldenTest", id))?.path ?? "", /kept\.golden\.json$/);
        assert.ok(!(await readFile(file.fsPath, "utf8")).includes("hand"));
      } finally {
        dialogs.restore();
        await vscode.workspace.fs.delete(vscode.Uri.file(`${folder.path}/kept.golden.json`));
        await vscode.workspace.fs.delete(vscode.Uri.file(`${folder.path}/kept.golden-run.json`));
      }
    });
  }
});
