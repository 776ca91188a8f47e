import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { saveRunFile, saveValue } from "#workbench/panel/vscode/saveValue.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { Folder } from "../../../support/folder.ts";
import { thrownBy } from "../../../support/thrown.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000010000000080802000000", "hex");

describe("a value of a run", () => {
  let dialogs: Dialogs;
  let folder: Folder;

  before(async () => {
    folder = await Folder.make();
    dialogs = answerDialogs();
  });

  after(() => dialogs.restore());

  const saved = async (save: () => Promise<unknown>): Promise<[string | undefined, Buffer]> => {
    const uri = vscode.Uri.file(`${folder.path}/saved-${dialogs.suggested.length}`);
    dialogs.saveTo = uri;
    await save();
    return [dialogs.suggested.at(-1), await readFile(uri.fsPath)];
  };

  it("is saved with its bytes, and as JSON or text, under a name that fits", async () => {
    assert.deepEqual(await saved(() => saveValue(png.toString("base64"), "receipt")), ["receipt.png", png]);
    assert.deepEqual(await saved(() => saveValue({ a: [1] }, "output")), [
      "output.json",
      Buffer.from('{\n  "a": [\n    1\n  ]\n}\n'),
    ]);
    assert.deepEqual(await saved(() => saveValue("Ready", "output")), ["output.txt", Buffer.from("Ready")]);
    const file = { ref: [], name: "photo-1.png", content: png.toString("base64"), size: png.length };
    assert.deepEqual(await saved(() => saveRunFile(file as never, () => "photo-1.png")), ["photo-1.png", png]);
  });

  it("is saved nowhere when the person cancels, and a failure says why", async () => {
    dialogs.saveTo = undefined;
    assert.equal(await saveValue("Ready", "output"), undefined);
    dialogs.saveTo = vscode.Uri.file(`${folder.path}/saved-0/below-a-file`);
    assert.match((await thrownBy(saveValue("Ready", "output"))).message, /^below-a-file couldn't be saved: /);
    await thrownBy(saveRunFile(undefined, () => ""));
  });
});
