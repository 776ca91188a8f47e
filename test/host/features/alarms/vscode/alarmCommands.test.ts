import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import type * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

describe("alarms", () => {
  let connected: ConnectedApp;
  let inputs: QuickInputs;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
  });
  after(() => connected.close());
  beforeEach(() => {
    inputs = new QuickInputs();
    dialogs = answerDialogs();
  });
  afterEach(() => {
    inputs.restore();
    dialogs.restore();
  });

  const words = (rows: readonly vscode.QuickPickItem[]): string[] =>
    rows.map(({ label, description = "" }) => `${label} | ${description}`);

  it("are chosen from a list, changed and deleted", async () => {
    const made = call<string>("notifyMe", connected.connectionId);
    assert.deepEqual(words(await inputs.rows("Notify Me: Host test")), [
      "A run fails | ",
      "A run fails with a new cause | the first run of each cause",
      "A run waits longer than… | for an answer",
      "A run takes longer than… | ",
      " | ",
      "Select Runs with a Query… | all runs of Host test",
    ]);
    await inputs.choose("Notify Me: Host test", "A run waits longer than…");
    await inputs.refused("Notify Me: Host test", "soon", /Enter a duration, such as 30s/);
    await inputs.enter("Notify Me: Host test", "15min");
    const id = await made;
    assert.ok(id);

    const changed = call("manageAlarms", id);
    const managed = "Alarm: Host test: a run waits longer than 15min";
    assert.deepEqual(words(await inputs.rows(managed)), [
      "Change… | a run waits longer than 15min",
      "Snooze… | ",
      "Delete | ",
    ]);
    await inputs.choose(managed, "Change…");
    await inputs.choose("Notify Me: Host test", "A run fails");
    await changed;

    const deleted = call("manageAlarms");
    assert.deepEqual(words(await inputs.rows("Manage Alarms")), ["Host test | a run fails"]);
    await inputs.choose("Manage Alarms", "Host test");
    await inputs.choose("Alarm: Host test: a run fails", "Delete");
    await deleted;
    await call("manageAlarms");
    await dialogs.note("There is no alarm yet. Create one with “Notify Me…”.");
  });

  it("can be on a query, and offer only what can come about there", async () => {
    const made = call<string>("notifyMe", connected.connectionId);
    await inputs.choose("Notify Me: Host test", "Select Runs with a Query…");
    await inputs.refused("Notify Me: Host test", "refund", /which can't be filtered by “refund”/);
    await inputs.enter("Notify Me: Host test", "status:completed user:anna");
    const title = "Notify Me: status:completed user:anna (Host test)";
    const labels = (await inputs.rows(title)).map(({ label }) => label);
    assert.deepEqual(labels, ["A run takes longer than…", "", "Select Runs with a Query…"]);
    await inputs.choose(title, "A run takes longer than…");
    await inputs.accept(title);
    const id = await made;
    const managed = call("manageAlarms", id);
    await inputs.choose("Alarm: status:completed user:anna (Host test): a run takes longer than 5min", "Delete");
    await managed;
  });

  it("can be on a view of all connections, or of those that the view names", async () => {
    const { connectionId } = connected;
    await call("showAllConnections", [connectionId]);
    for (const [query, subject] of [
      ["status:failed", "Failures (all connections)"],
      ['connection:"Host test" status:failed', "Failures (Host test)"],
    ] as const) {
      await call("filter", query);
      const view = await call<{ id: string }>("saveView", "Failures");
      const made = call<string>("notifyMe", { kind: "view", viewId: view?.id });
      const rows = await inputs.rows(`Notify Me: ${subject}`);
      assert.deepEqual(
        rows.slice(0, 3).map(({ label }) => label),
        ["A run fails", "A run fails with a new cause", "A run takes longer than…"],
      );
      assert.equal(rows.at(-1)?.description, "status:failed");
      await inputs.choose(`Notify Me: ${subject}`, "A run fails");
      const managed = call("manageAlarms", await made);
      await inputs.choose(`Alarm: ${subject}: a run fails`, "Delete");
      await managed;
      await call("deleteView", view?.id);
    }
    await call("clearFilter");
    await call("showOneConnection");
  });

  it("are made by scripts without a question, and refused for what no list of runs answers", async () => {
    const { connectionId } = connected;
    const id = await call<string>("notifyMe", { connectionId, query: "user:anna" }, "new-cause");
    assert.equal(await call("notifyMe", { connectionId, query: "user:anna" }, "new-cause"), id);
    const managed = call("manageAlarms", id);
    await inputs.choose("Alarm: user:anna (Host test): a run fails with a new cause", "Delete");
    await managed;
    await call("notifyMe", { connectionId, query: "tool:issue_refund" }, "failed");
    await dialogs.note("An alarm checks the list of runs, which can't be filtered by “tool:issue_refund”.");
    await assert.rejects(
      call("notifyMe", connectionId, "sometimes"),
      /occasion: expected failed, waiting:10m, duration:30s or new-cause\./,
    );
  });
});
