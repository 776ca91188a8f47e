import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp, waitingRun, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

/** A row in a list of its own, as a script may give it: a single row that has just moved would only open its run. */
const row = (runId: string) => ({ kind: "run", runId, list: {} });

describe("runs are canceled", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
  });

  beforeEach(() => Object.assign(dialogs, { shown: [], choice: undefined }));

  after(async () => {
    dialogs.restore();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  /** Runs that wait, which the list knows. */
  const waiting = async (...amounts: number[]): Promise<string[]> => {
    const input = (amount: number) => ({ ticket_subject: `Refund of ${amount}`, amount });
    const made = await Promise.all(amounts.map((amount) => waitingRun(connected, input(amount))));
    await call("refresh");
    return made.map(({ runId }) => runId);
  };
  const canceled = (): string[] => writesTo(connected.app).filter((request) => request.endsWith("/cancel"));

  it("after one question, which names the run", async () => {
    const [runId = ""] = await waiting(620);
    assert.equal(await call("cancelRun", [row(runId)]), undefined);
    assert.deepEqual(canceled(), []);
    dialogs.choice = "Cancel Run";
    assert.deepEqual(await call("cancelRun", [row(runId)]), [runId]);
    assert.deepEqual(canceled(), [`POST /v1/runs/${runId}/cancel`]);
    assert.equal((await connected.api.getRun(runId)).status, "canceled");
    for (const { question, detail } of dialogs.shown) {
      assert.equal(question, "Cancel “Refund of 620”?");
      assert.equal(detail, "The run stops now. The work that it has done so far isn't undone.");
    }
    // One that has ended is neither asked for nor sent.
    assert.equal(await call("cancelRun", [row(runId)]), undefined);
    assert.deepEqual([dialogs.shown.length, canceled().length], [2, 1]);
  });

  it("together after one question", async () => {
    const ids = await waiting(610, 620, 630);
    const before = canceled().length;
    dialogs.choice = "Cancel 3 Runs";
    assert.deepEqual(new Set(await call<string[]>("cancelRun", ids.map(row))), new Set(ids));
    assert.equal(dialogs.shown.length, 1);
    assert.equal(dialogs.shown[0]?.question, "Cancel 3 runs?");
    assert.deepEqual(new Set(canceled().slice(before)), new Set(ids.map((id) => `POST /v1/runs/${id}/cancel`)));
  });

  it("or a report says for each why it couldn't be", async () => {
    const ids = await waiting(640, 650);
    await connected.app.close();
    dialogs.choice = "Cancel 2 Runs";
    assert.deepEqual(await call("cancelRun", ids.map(row)), []);
    await dialogs.press("2 of 2 runs couldn't be canceled.", "Show Report");
    await eventually(() => {
      const report = vscode.window.activeTextEditor?.document.getText() ?? "";
      for (const [index, amount] of [640, 650].entries())
        assert.ok(
          report.includes(`- Refund of ${amount} (${ids[index]?.slice(0, 8)}): No server is listening at`),
          report,
        );
    });
  });
});
