import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, waitingRun, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call, hideRuns } from "../../../support/extension.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

describe("a command without a run in view or selected", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;
  let inputs: QuickInputs;
  let completed: string;
  let waiting: string;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await hideRuns();
    connected = await connectApp();
    const input = { ticket_subject: "Where is my invoice?" };
    completed = (await connected.api.createRun({ input, user_id: "customer-7421" }, { mode: "wait" })).id;
    waiting = (await waitingRun(connected, { ticket_subject: "Refund of 620", amount: 620 })).runId;
  });

  beforeEach(() => {
    dialogs = answerDialogs();
    inputs = new QuickInputs();
  });

  afterEach(async () => {
    dialogs.restore();
    inputs.restore();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(() => connected.close());

  const offered = async (title: string): Promise<string[]> => (await inputs.rows(title)).map(({ label }) => label);

  for (const [command, title, labels] of [
    ["runAgain", "Run Again", ["Refund of 620", "Where is my invoice?"]],
    ["runAgainWithEdits", "Run Again with Edits", ["Refund of 620", "Where is my invoice?"]],
    ["exportRuns", "Export Runs", ["Refund of 620", "Where is my invoice?"]],
    ["copyAsCurl", "Copy Run as cURL", ["Refund of 620", "Where is my invoice?"]],
    ["cancelRun", "Cancel Run", ["Refund of 620"]],
    ["keepAsGoldenTest", "Keep as Golden Test", ["Where is my invoice?"]],
  ] as const) {
    it(`offers under its own name the newest runs that it can take: ${title}`, async () => {
      const sent = writesTo(connected.app).length;
      const running = call(command);
      assert.deepEqual(await offered(title), [...labels, "Other Run…"]);
      await inputs.cancel();
      assert.equal(await running, undefined);
      assert.equal(writesTo(connected.app).length, sent);
    });
  }

  it("says of each its status, its user and its ID", async () => {
    const running = call("runAgain");
    const [first, second] = await inputs.rows("Run Again");
    assert.match(first?.description ?? "", new RegExp(`^Waiting for you · [^·]+ · ${waiting.slice(0, 8)}$`));
    assert.match(
      second?.description ?? "",
      new RegExp(`^Completed · [^·]+ · customer-7421 · ${completed.slice(0, 8)}$`),
    );
    await inputs.cancel();
    await running;
  });

  it("starts nothing before the person confirms it, which the chosen run's name is asked for", async () => {
    const run = async (choice?: string): Promise<unknown> => {
      dialogs.choice = choice;
      const running = call<string>("runAgain");
      await inputs.choose("Run Again", "Where is my invoice?");
      return running;
    };
    const sent = connected.app.created.length;
    assert.equal(await run(), undefined);
    assert.equal(connected.app.created.length, sent);
    const [asked] = dialogs.shown;
    assert.equal(asked?.question, "Run “Where is my invoice?” again?");
    assert.match(asked?.detail ?? "", /^Completed, started .*\. A new run with the same input starts on Host test\.$/);
    const started = await run("Run Again");
    assert.equal(started, connected.app.created.at(-1)?.run_id);
    assert.equal(connected.app.created.length, sent + 1);
  });

  it("starts the run of the panel in view without a question", async () => {
    await call("openRun", completed);
    await eventually(async () => assert.equal(await call("copyRunId"), completed));
    assert.equal(await call("runAgain"), connected.app.created.at(-1)?.run_id);
    assert.deepEqual(dialogs.shown, []);
  });

  it("takes an older run by its ID", async () => {
    const running = call<string>("copyAsCurl");
    await inputs.choose("Copy Run as cURL", "Other Run…");
    await inputs.enter("Copy Run as cURL", completed);
    assert.match((await running) ?? "", /Where is my invoice\?/);
  });

  it("says so when the app has no run for it", async () => {
    const empty = await connectApp();
    try {
      for (const [command, words] of [
        ["runAgain", "This app has no runs yet."],
        ["cancelRun", "All runs of this app have ended, so there is nothing to cancel."],
        ["keepAsGoldenTest", "No run of this app has ended yet."],
      ] as const) {
        assert.equal(await call(command), undefined);
        await dialogs.note(words);
      }
    } finally {
      await empty.close();
    }
  });
});
