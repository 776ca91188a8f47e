import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { commandIds } from "#host/commandIds.ts";
import { createAccessKey } from "#server/http/auth.ts";
import { loadAll } from "#workbench/explorer/vscode/refresh.ts";
import { createRunElsewhere } from "../../../../e2e/support/sampleApp.ts";
import { openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import { type SampleApp, startSampleApp } from "../../../../support/sample/testApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { openRows, type WindowOfRows, words } from "../../../support/rowsOfWindow.ts";

describe("the rows of the Runs view", () => {
  let app: SampleApp;
  let window: WindowOfRows;

  beforeEach(async () => {
    app = await startSampleApp({ speed: 200, pastRuns: 0 });
    window = await openRows();
  });

  afterEach(async () => {
    window.close();
    await app.close();
  });

  const shown = async (): Promise<string[]> => words(await window.rows());
  const refresh = () => window.runs.session?.store.refresh();

  it("are never those of another app, and known ones show while their app doesn't respond", async () => {
    const other = await startSampleApp({ speed: 200, pastRuns: 40 });
    await createRunElsewhere(app, { ticket_subject: "Of the first app" });
    const first = await window.connect(app, "First");
    const isFirst = (rows: string[]): boolean => rows.some((row) => row.includes("Of the first app"));
    await eventually(async () => assert.ok(isFirst(await shown())));
    await using proxy = await openLossyProxy(other.url);
    proxy.reads = "keep";
    const second = await window.connect({ url: proxy.url, accessKey: other.accessKey }, "Second");
    // Of an app that hasn't responded yet there are none, at once.
    assert.deepEqual(await shown(), []);
    const asking = shown();
    await eventually(() => assert.ok(proxy.kept > 0));
    proxy.reads = "pass";
    proxy.passKept();
    const known = await asking;
    assert.ok(known.length > 10 && !isFirst(known), known.join("\n"));
    await window.connections.setActive(first.id);
    assert.ok(isFirst(await shown()));
    proxy.reads = "keep";
    await window.connections.setActive(second.id);
    assert.deepEqual(await shown(), known);
    await other.close();
  });

  it("aren't made of rows that VS Code still has of another app", async () => {
    const full = await startSampleApp({ speed: 200, pastRuns: 40 });
    await window.connect(full, "First");
    await eventually(async () => assert.ok((await shown()).length > 10));
    const groups = (await window.tree.getChildren()).filter(({ kind }) => kind === "group");
    await window.connect({ url: full.url, accessKey: createAccessKey() }, "Wrong key");
    for (const group of groups) assert.deepEqual(await window.tree.getChildren(group), []);
    await refresh();
    assert.deepEqual([await shown(), window.tree.isEmpty], [[], true]);
    await full.close();
  });

  it("of saved searches search when they are selected", async () => {
    const { id } = await window.connect(app, "Searched");
    const view = await window.layouts.saveView(id, "Twice", "charged twice");
    const { label, contextValue, command } = window.tree.getTreeItem(window.tree.viewNode(view.id));
    assert.deepEqual([label, contextValue], ["Twice", "search"]);
    assert.deepEqual([command?.command, command?.arguments], [commandIds.applyView, [view.id]]);
  });

  it("stay during an outage, below one row that says so, and nothing else tells of it", async () => {
    const dialogs = answerDialogs();
    await createRunElsewhere(app, { ticket_subject: "Before the outage" });
    await window.connect(app, "Lost");
    let before: string[] = [];
    await eventually(async () => {
      await refresh();
      before = await shown();
      assert.match(before[0] ?? "", /^Completed 1/);
    });
    const { url, accessKey } = app;
    await app.close();
    await refresh();
    const [first, ...rest] = await window.rows();
    assert.match(words([first!])[0] ?? "", /can't be reached|No server|refused/i);
    assert.equal(first?.contextValue, "error address");
    assert.deepEqual(words(rest), before);
    // That a run of a test before has ended in the background may be told seconds later.
    const told = dialogs.notes.filter(({ message }) => /Lost|127\.0\.0\.1/.test(message));
    assert.deepEqual([told, dialogs.shown], [[], []]);
    dialogs.restore();
    app = await startSampleApp({ speed: 200, pastRuns: 0, accessKey, port: Number(new URL(url).port) });
    await refresh();
    assert.ok(!(await window.rows()).some(({ contextValue }) => contextValue?.startsWith("error")));
  });

  it("stay while the app limits requests, below one row that says at once until when", async () => {
    await createRunElsewhere(app, { ticket_subject: "Before the limit" });
    await using proxy = await openLossyProxy(app.url);
    await window.connect({ url: proxy.url, accessKey: app.accessKey }, "Busy");
    await eventually(async () => {
      await refresh();
      assert.match((await shown()).join("\n"), /^Completed 1\nBefore the limit/);
    });
    proxy.reads = "refuse";
    void refresh();
    await eventually(async () => {
      const rows = (await shown()).join("\n");
      assert.match(rows, /^Rate limited until \d\d:\d\d:\d\d retries then\nCompleted 1\nBefore the limit/);
    });
    assert.equal((await window.rows())[0]?.contextValue, "delay");
  });

  it("are all loaded by *Load All*, and not before", async () => {
    const full = await startSampleApp({ speed: 200, pastRuns: 120 });
    await window.connect(full, "Full");
    const more = async () => {
      const groups = (await window.tree.getChildren()).filter(({ kind }) => kind === "group");
      const children = await Promise.all(groups.map((group) => window.tree.getChildren(group)));
      return children.flat().filter(({ kind }) => kind === "more");
    };
    await eventually(async () => assert.ok((await more()).length > 0));
    for (const row of await more()) {
      const list = window.tree.listAt(row);
      assert.equal(list?.runs.length, 25);
      await loadAll(window, row);
      assert.equal(window.tree.listAt(row)?.runs.length, list?.count);
    }
    assert.deepEqual(await more(), []);
    await full.close();
  });

  it("say what a run waits for, that it was canceled, and why it failed, in words", async () => {
    const refund = { ticket_subject: "Refund request over $500", amount: 620, customer_id: "customer-7421" };
    const runId = await createRunElsewhere(app, refund, { user_id: "customer-7421" });
    await window.connect(app, "Support Triage");
    const reads = async (pattern: RegExp): Promise<void> =>
      eventually(async () => {
        await refresh();
        assert.match((await shown()).join("\n"), pattern);
      });
    await reads(/^Waiting for You 1\nRefund request over \$500 .*customer-7421 · Approve issuing a \$620 refund/);
    const headers = { authorization: `Bearer ${app.accessKey}` };
    await fetch(`${app.url}/v1/runs/${runId}/cancel`, { method: "POST", headers });
    await reads(/^Waiting for You 0 · 1 gone\nRefund request over \$500 No longer waiting$/);
    window.tree.settle();
    await reads(/^Canceled 1\nRefund request over \$500/);
    await createRunElsewhere(app, { ticket_subject: "Refund for a canceled workshop", fail: true });
    await reads(/^Failed 1\nRefund for a canceled workshop .*The payment.*\nCanceled 1/);
    const [, failed] = await window.rows();
    assert.match(
      failed?.accessibilityInformation?.label ?? "",
      /^Failed.* (just now|\d+ \w+ ago): Refund for a canceled workshop, The payment gateway did not respond within 3 s$/,
    );
  });
});
