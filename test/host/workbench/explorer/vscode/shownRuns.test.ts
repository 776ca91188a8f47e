import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { createAccessKey } from "#server/http/auth.ts";
import { severalId } from "#workbench/explorer/vscode/layoutStore.ts";
import { ShownRuns } from "#workbench/explorer/vscode/shownRuns.ts";
import { runAt } from "#workbench/panel/vscode/runUri.ts";
import { answerElsewhere, createRunElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { sampleSpeed } from "../../../../support/sampleSpeed.ts";
import { connect, connectApp, type ConnectedApp, waitingRun, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { openRows, type WindowOfRows, words } from "../../../support/rowsOfWindow.ts";

const refund = (subject: string) => ({ ticket_subject: subject, amount: 620, customer_id: "customer-7421" });

describe("the runs of all connections in one list", () => {
  let apps: SampleApp[];
  let window: WindowOfRows;

  beforeEach(async () => {
    apps = [await startSampleApp({ speed: 200, pastRuns: 0 }), await startSampleApp({ speed: 200, pastRuns: 0 })];
    window = await openRows();
    const [first, second] = apps as [SampleApp, SampleApp];
    await createRunElsewhere(first, { ticket_subject: "Done in the first" });
    await createRunElsewhere(second, refund("Refund in the second"));
    const { id } = await window.connect(first, "First");
    await window.connect(second, "Second");
    await window.connections.mark(id, { production: "ask" });
    window.shownRuns.show("several");
    await reads(
      /^Waiting for You 1\nSecond · Refund in the second .*\nCompleted 1\nFirst, production · Done in the first/,
    );
  });

  afterEach(async () => {
    window.close();
    for (const app of apps) await app.close();
  });

  const shown = async (): Promise<string> => words(await window.rows()).join("\n");
  const reads = (pattern: RegExp): Promise<void> =>
    eventually(async () => {
      await window.shownRuns.store?.refresh();
      assert.match(await shown(), pattern);
    });
  const waitingNodes = async () => {
    const [group] = await window.tree.getChildren();
    return window.tree.getChildren(group);
  };

  it("has the app in each row, which opens the run of that app", async () => {
    const rows = await window.rows();
    const opened = rows.flatMap(({ command }) =>
      command?.command === "vscode.open" ? (runAt(command.arguments?.[0] as vscode.Uri) ?? []) : [],
    );
    const names = opened.map(({ connectionId }) => window.connections.get(connectionId)?.name);
    assert.deepEqual(names, ["Second", "First"]);
    assert.match(rows[1]?.accessibilityInformation?.label ?? "", /Second/);
  });

  it("counts what waits in all its connections", async () => {
    const counts = (): string[] => window.watched.counts.map(({ name, waiting }) => `${name} ${waiting}`);
    assert.deepEqual(counts(), ["Second 1", "First 0"]);
    await createRunElsewhere(apps[0]!, refund("Refund in the first"));
    await reads(/^Waiting for You 2\n/);
    assert.deepEqual(counts(), ["Second 1", "First 1"]);
    window.shownRuns.show("one");
    assert.deepEqual(counts(), ["Second 1"]);
    window.shownRuns.show("several");
    await window.layouts.setFilter(severalId, { connections: ["Second"] });
    assert.deepEqual(counts(), ["Second 1"]);
  });

  it("keeps a row that was answered where it is, above what comes meanwhile", async () => {
    const [node] = await waitingNodes();
    assert.ok(node?.kind === "run" && node.connectionId !== undefined);
    const place = { connectionId: node.connectionId, runId: node.runId };
    window.tree.hold(place, { kind: "answered", words: "Approved" });
    assert.equal(window.tree.holds(place), true);
    await answerElsewhere(apps[1]!, node.runId);
    await createRunElsewhere(apps[0]!, refund("Refund in the first"));
    await reads(
      /^Waiting for You 1 · 1 answered\nSecond · Refund in the second Approved\nFirst, production · Refund in the first /,
    );
    assert.equal((await waitingNodes())[0], node);
    window.tree.releaseHeld();
    await reads(/^Waiting for You 1\nFirst, production · Refund in the first /);
  });

  it("has one row for an app that fails, and the runs of the others", async () => {
    await window.connect({ url: apps[0]!.url, accessKey: createAccessKey() }, "Wrong key");
    window.shownRuns.show("several");
    await reads(/^Waiting for You 1\nSecond · Refund in the second .*\nWrong key .*key.*\n/);
    const [, , row] = await window.rows();
    assert.equal(row?.contextValue, "error key");
    await apps[1]!.close();
    await reads(
      /^Waiting for You 1\nSecond · Refund in the second .*\nWrong key .*\nSecond .*(?:reached|refused|server).*\n/i,
    );
  });

  it("has those of some connections, by day too, also after a reload", async () => {
    await window.layouts.setFilter(severalId, { connections: ["first"] });
    await reads(/^Completed 1\nFirst, production · Done in the first [^\n]*$/);
    await window.layouts.arrange("groupBy", "day");
    await reads(/^Today 1\nFirst, production · Done in the first [^\n]*$/);
    const again = new ShownRuns(window.needs, window.layouts, window.memento);
    assert.deepEqual(
      again.connections.map(({ name }) => name),
      ["First"],
    );
    again.dispose();
    await window.layouts.setFilter(severalId, {});
    await reads(/^Waiting for You 1\nSecond · Refund in the second .*\nToday 2\n/);
  });

  it("has the current name of a connection in its rows and filter, and all runs once that one is removed", async () => {
    await window.layouts.setFilter(severalId, { connections: ["Second"] });
    await reads(/^Waiting for You 1\nSecond · Refund in the second [^\n]*$/);
    const { id } = window.connections.list[1]!;
    await window.connections.rename(id, "Renamed");
    await eventually(async () => {
      assert.match(await shown(), /^Waiting for You 1\nRenamed · Refund in the second [^\n]*$/);
      assert.deepEqual(window.layouts.layout(severalId).filter, { connections: ["Renamed"] });
    });
    await window.connections.remove(id);
    await reads(/^Completed 1\nFirst, production · Done in the first [^\n]*$/);
  });

  it("ends when another connection is chosen", async () => {
    await window.connections.setActive(window.connections.list[0]!.id);
    await eventually(async () => assert.match(await shown(), /^Completed 1\nDone in the first Thank[^\n]*$/));
  });
});

describe("a row of the list of all connections", () => {
  let connected: ConnectedApp;
  let other: SampleApp;
  let dialogs: Dialogs;

  beforeEach(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    await call("showOneConnection");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
    await other.close();
  });

  /** A row of the first app while another one is active, as VS Code gives it to commands. */
  const shownRow = async (subject: string) => {
    const { connectionId, app } = connected;
    const waiting = await waitingRun(connected, refund(subject));
    other = await startSampleApp({ speed: sampleSpeed, pastRuns: 0 });
    await connect(other.url, other.accessKey, "The active one");
    await call("showAllConnections");
    const made = writesTo(app).length;
    const sent = (): string[] => writesTo(app).slice(made);
    return { ...waiting, sent, row: { kind: "run", connectionId, runId: waiting.runId } };
  };

  it("approves and opens the run of its own app", async () => {
    const { row, runId, requestId, sent } = await shownRow("Approved here");
    assert.equal(await call("copyRunId", row, [row]), runId);
    const approving = call("approveRequest", row);
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.deepEqual(sent(), [`POST /v1/runs/${runId}/input`]);
    });
    assert.equal(await approving, requestId);
    assert.equal(await call("openSelectedRun", row), runId);
    await eventually(() => {
      const { input, label } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.ok(input instanceof vscode.TabInputCustom, label);
      assert.equal(runAt(input.uri)?.connectionId, connected.connectionId);
    });
    assert.deepEqual(writesTo(other), []);
  });

  it("cancels the run of its own app, and says which one that is", async () => {
    const { row, runId, sent } = await shownRow("Canceled here");
    dialogs.choice = "Cancel Run";
    assert.deepEqual(await call("cancelRun", row), [runId]);
    assert.match(dialogs.shown[0]?.detail ?? "", /^App: Host test\. The run stops now/);
    assert.deepEqual(sent(), [`POST /v1/runs/${runId}/cancel`]);
    assert.deepEqual(writesTo(other), []);
  });

  it("starts a run again on its own app, which is named if it is production", async () => {
    const { row, sent } = await shownRow("Again here");
    await call("markProduction", connected.connectionId, "ask");
    assert.equal(await call("runAgain", row), undefined);
    assert.match(dialogs.shown[0]?.question ?? "", /on Host test, which is marked as production/);
    assert.deepEqual([sent(), writesTo(other)], [[], []]);
    await call("markProduction", connected.connectionId, "off");
  });

  it("filters the list by its app and its user", async () => {
    const { connectionId } = connected;
    const { runId } = await waitingRun(connected, refund("Refund"));
    other = await startSampleApp({ speed: sampleSpeed, pastRuns: 0 });
    await connect(other.url, other.accessKey, "The active one");
    await call("showAllConnections", [connectionId]);
    const row = { kind: "run", connectionId, runId };
    assert.deepEqual(await call("filter", 'status:failed connection:"The active one"'), {
      statuses: ["failed"],
      connections: ["The active one"],
    });
    assert.deepEqual(await call("filterByConnection", row), { statuses: ["failed"], connections: ["Host test"] });
    assert.equal(await call("groupBy", "cause"), undefined);
    await call("clearFilter");
    await call("showOneConnection");
    assert.equal(await call("filter", { connections: ["Other"] }), undefined);
    await dialogs.note("connections: the Runs view shows only one connection. Show all connections first.");
  });
});
