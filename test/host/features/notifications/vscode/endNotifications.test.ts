import assert from "node:assert/strict";
import { it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

it("the end of a run isn't told once its connection was removed", async () => {
  const settings = vscode.workspace.getConfiguration("dynamiqRuns");
  const tell = (which?: string) =>
    settings.update("notifications.finishedRuns", which, vscode.ConfigurationTarget.Global);
  await tell("all");
  const folder = await Folder.make();
  const runInBackground = async ({ api }: ConnectedApp, subject: string): Promise<void> => {
    const uri = await folder.write(`${subject}.json`, { ticket_subject: subject });
    const id = await call<string>("runFileInBackground", uri);
    assert.ok(id, "no run was started");
    await eventually(async () => assert.equal((await api.getRun(id)).status, "completed"));
    await call("refresh");
  };
  const dialogs = answerDialogs();
  const removed = await connectApp();
  await runInBackground(removed, "Removed");
  await removed.close();
  const kept = await connectApp();
  try {
    await runInBackground(kept, "Kept");
    // Notes come in the order of the ends.
    await dialogs.note("Kept – Completed");
    assert.deepEqual(
      dialogs.notes.filter(({ message }) => message.includes("Removed – ")),
      [],
    );
  } finally {
    dialogs.restore();
    await kept.close();
    await tell();
  }
});
