import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call, hideRuns } from "../../../support/extension.ts";

describe("Insights and causes of failures", () => {
  let connected: ConnectedApp;
  let failed: string;
  let good: string;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    connected = await connectApp();
    const create = async (input: object) => (await connected.api.createRun({ input }, { mode: "wait" })).id;
    await create({ title: "Who are you?" });
    good = await create({ title: "Refund of order 48214" });
    failed = await create({ title: "Refund of order 48213", fail: true });
    await call("refresh");
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(async () => {
    await call("groupBy", "status");
    await hideRuns();
    await connected.close();
  });

  it("open in a panel, once for each app", async () => {
    await call("showInsights");
    await call("showInsights");
    await eventually(() => assert.equal(tabs().filter((label) => label.startsWith("Insights: ")).length, 1));
  });

  it("compare the newest run of a cause with the completed run that has the most similar input", async () => {
    const cause = { connectionId: connected.connectionId, id: "f", title: "Error", runIds: [failed] };
    assert.deepEqual(await call("compareWithGoodRun", cause), [good, failed]);
    await eventually(() => assert.equal(tabs().length, 1));
  });

  it("show the runs of a cause, mark it as known and forget it, and group the explorer by cause", async () => {
    assert.equal(await call("groupBy", "cause"), "cause");
    const cause = { connectionId: connected.connectionId, id: "f", title: "Error", runIds: [failed] };
    await call("showCauseRuns", cause);
    await call("clearResults");
    await call("markCauseAsKnown", cause, "OPS-311");
    await call("forgetKnownCause", cause);
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all.map(({ label }) => label));
}
