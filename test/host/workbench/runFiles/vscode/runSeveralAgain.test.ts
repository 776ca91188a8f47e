import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";

/** A row in a list of its own: one that has just moved would only open its run. */
const row = (runId: string) => ({ kind: "run", runId, list: {} });
const titles = ["Where is my invoice?", "Where is my parcel?", "Which plan is mine?"];

describe("several runs again", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;
  let rows: ReturnType<typeof row>[];

  before(async () => {
    connected = await connectApp();
    rows = [];
    for (const ticket_subject of titles)
      rows.push(row((await connected.api.createRun({ input: { ticket_subject } }, { mode: "wait" })).id));
  });

  beforeEach(() => {
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(() => connected.close());

  const started = () =>
    connected.app.created
      .slice(titles.length)
      .map(({ input, mode }) => [(input as { ticket_subject: string }).ticket_subject, mode]);

  it("are started after one question, which says how many and names them, and open no tab", async () => {
    assert.equal(await call("runAgain", rows[0], rows), undefined);
    assert.deepEqual(started(), []);
    dialogs.choice = "Run 3 Runs Again";
    const ids = await call<string[]>("runAgain", rows[0], rows);
    assert.deepEqual(
      started(),
      titles.map((title) => [title, "background"]),
    );
    assert.deepEqual(
      ids,
      connected.app.created.slice(titles.length).map(({ run_id }) => run_id),
    );
    for (const { question, detail } of dialogs.shown) {
      assert.equal(question, "Run 3 runs again on Host test?");
      for (const title of titles) assert.ok(detail.includes(`• ${title}`), detail);
    }
    assert.equal(dialogs.shown.length, 2);
    // Only that they have ended may be told.
    assert.ok(dialogs.notes.every(({ message }) => !message.includes("was created")));
    assert.deepEqual(
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs),
      [],
    );
  });

  it("go to production after a question that shows all that is sent", async () => {
    await call("markProduction", connected.connectionId, "ask");
    const before = connected.app.created.length;
    dialogs.choice = "Run 2 Runs Again";
    await call("runAgain", rows.slice(0, 2));
    await call("markProduction", connected.connectionId, "off");
    assert.equal(connected.app.created.length, before + 2);
    const [asked, ...others] = dialogs.shown;
    assert.deepEqual(others, []);
    assert.equal(asked?.question, "Run 2 runs again on Host test, which is marked as production?");
    for (const title of titles.slice(0, 2))
      assert.ok(asked?.detail.includes(`${title}\nInput: {"ticket_subject":"${title}"}`), asked?.detail);
  });

  it("are reported in one notification if they couldn't be started", async () => {
    const gone = await connectApp();
    const { id } = await gone.api.createRun({ input: { ticket_subject: "Gone" } }, { mode: "wait" });
    const other = await gone.api.createRun({ input: { ticket_subject: "Gone, too" } }, { mode: "wait" });
    await call("refresh");
    await gone.app.close();
    dialogs.choice = "Run 2 Runs Again";
    assert.deepEqual(await call("runAgain", [row(id), row(other.id)]), []);
    await dialogs.note("2 of 2 runs couldn't be started.");
    await gone.close().catch(() => undefined);
  });
});
