import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import type * as vscode from "vscode";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { storeView } from "#workbench/explorer/core/runsOutline.ts";
import { followRunsView } from "#workbench/explorer/vscode/runsView.ts";
import { answerElsewhere, createRunElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { openRows, type WindowOfRows, words } from "../../../support/rowsOfWindow.ts";

const refund = { ticket_subject: "Refund request over $500", amount: 620, customer_id: "customer-7421" };

describe("the Runs view after an answer, whose row stays", () => {
  let app: SampleApp;
  let window: WindowOfRows;
  let connection: Connection;
  let runId: string;
  let following: Disposable;
  const view: { message?: string; visible: boolean; onDidChangeVisibility: vscode.Event<never> } = {
    visible: true,
    onDidChangeVisibility: new Emitter<never>().event,
  };

  beforeEach(async () => {
    app = await startSampleApp({ speed: 200, pastRuns: 0 });
    window = await openRows();
    runId = await createRunElsewhere(app, refund);
    connection = await window.connect(app, "Support Triage");
    following = followRunsView({ ...window, activeRuns: window.runs, firstSteps: { note: () => undefined } }, view);
    await showFailed(connection);
    await eventually(async () => {
      await refresh();
      assert.match((await shown()).join("\n"), /^Waiting for You 1 .*\nRefund request/);
    });
  });

  afterEach(async () => {
    following.dispose();
    window.close();
    await app.close();
  });

  const shown = async (): Promise<string[]> => words(await window.rows());
  const refresh = async () => window.runs.session?.store.refresh();
  const showFailed = async ({ id }: Connection): Promise<void> => {
    await window.layouts.setFilter(id, { statuses: ["failed"] });
    window.runs.session?.store.show(storeView(window.layouts.layout(id)));
  };
  const answer = () =>
    window.tree.hold({ connectionId: connection.id, runId }, { kind: "answered", words: "Approved" });

  it("has no row of one app in another one, and says that this has none", async () => {
    const other = await startSampleApp({ speed: 200, pastRuns: 0 });
    const second = await window.connect(other, "Second");
    await showFailed(second);
    await window.connections.setActive(connection.id);
    assert.equal((await shown()).length, 2);
    answer();
    await window.connections.setActive(second.id);
    await refresh();
    assert.deepEqual([await shown(), window.tree.isEmpty], [[], true]);
    await eventually(() => assert.equal(view.message, "Filter: status:failed. No run matches it."));
    await other.close();
  });

  it("says that no run matches as soon as that row has gone", async () => {
    answer();
    await answerElsewhere(app, runId);
    await eventually(async () => {
      await refresh();
      assert.match((await shown()).join("\n"), /^Waiting for You 0 .*\nRefund request/);
    });
    assert.equal(view.message, "Filter: status:failed");
    window.tree.releaseHeld();
    await eventually(() => assert.equal(view.message, "Filter: status:failed. No run matches it."));
  });

  it("keeps the row of a run that somebody else has answered, with a whole menu, until the person turns away", async () => {
    await answerElsewhere(app, runId);
    await eventually(async () => {
      await refresh();
      assert.match((await shown()).join("\n"), /^Waiting for You 0 · 1 gone.*\nRefund request .*No longer waiting$/);
    });
    const [, row] = await window.rows();
    // Its run goes on, so its menu has *Cancel Run…*, but no button is there.
    assert.deepEqual(row?.contextValue?.split(" ").toSorted(), ["active", "run", "settled"]);
    window.tree.settle();
    await eventually(async () => assert.deepEqual(await shown(), []));
  });

  it("puts a new run below one that was answered, and those that wait first when the person turns away", async () => {
    answer();
    await answerElsewhere(app, runId);
    const second = await createRunElsewhere(app, { ...refund, ticket_subject: "Second" });
    await eventually(async () => {
      await refresh();
      assert.match((await shown()).join("\n"), /^Waiting for You 1 .*1 answered.*\nRefund request .*Approved\nSecond/);
    });
    window.tree.settle();
    await eventually(async () => assert.match((await shown()).join("\n"), /^Waiting for You 1 [^\n]*\nSecond[^\n]*$/));
    await answerElsewhere(app, second);
  });
});
