import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { insightsActions } from "../../../../../src/features/insights/vscode/insightsActions.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { Folder } from "../../../support/folder.ts";

describe("a table or a picture of Insights", () => {
  let dialogs: Dialogs;
  // Saving needs nothing of the app.
  const { save } = insightsActions({} as Parameters<typeof insightsActions>[0]);

  before(() => (dialogs = answerDialogs()));

  after(() => dialogs.restore());

  it("is saved where the person says, under a name of its own, or the failure is shown", async () => {
    const folder = await Folder.make();
    save("causes.csv", "Cause,Note\n");
    await eventually(() => assert.deepEqual(dialogs.suggested, ["insights-causes.csv"]));
    for (const [name, content] of [
      ["causes.csv", "Cause,Note\nTimeout,OPS-311\n"],
      ["card.png", Uint8Array.of(137, 80, 78, 71)],
    ] as const) {
      dialogs.saveTo = vscode.Uri.file(`${folder.path}/${name}`);
      save(name, content);
      await eventually(async () =>
        assert.deepEqual(await readFile(`${folder.path}/${name}`), Buffer.from(content as Uint8Array)),
      );
    }
    dialogs.saveTo = vscode.Uri.file(`${folder.path}/causes.csv/below-a-file.csv`);
    save("causes.csv", "");
    await dialogs.note("below-a-file.csv couldn't be saved");
  });
});
