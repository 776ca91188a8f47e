import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

/** A row of the explorer, as VS Code hands it to a command. */
const row = (runId: string) => ({ kind: "run", runId, list: {} });
const group = { kind: "group", status: "completed" };

describe("several selected runs", () => {
  let connected: ConnectedApp;
  let ids: string[];

  before(async () => {
    connected = await connectApp();
    ids = [];
    for (const title of ["First", "Second", "Third"]) {
      ids.push((await connected.api.createRun({ input: { title } }, { mode: "wait" })).id);
    }
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("are the selection if it contains the clicked row, without rows that aren't runs", async () => {
    const [first = "", second = "", third = ""] = ids;
    const selected = [row(third), group, row(first), row(third)];
    assert.equal(await call("copyRunId", row(first), selected), `${third}\n${first}`);
    assert.equal(await vscode.env.clipboard.readText(), `${third}\n${first}`);
    assert.equal(await call("copyRunId", row(second), selected), second);
    assert.equal(await call("copyRunId", [row(first), second]), `${first}\n${second}`);
  });

  it("are none when the clicked row isn't a run, whichever panel is in view", async () => {
    await call("openRun", ids[0]);
    await eventually(() =>
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom),
    );
    assert.equal(await call("copyRunId", group, undefined), undefined);
    assert.equal(await call("copyRunId", []), undefined);
    // What VS Code hands over for a button above the panel is no row.
    assert.equal(await call("copyRunId", vscode.Uri.parse("dynamiqruns-run://x/y/z"), { groupId: 0 }), ids[0]);
  });

  it("aren't the run in view when VS Code no longer knows the clicked row", async () => {
    await call("openRun", ids[0]);
    await eventually(() =>
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom),
    );
    assert.equal(await call("copyRunId"), ids[0]);
    // Without a selection of several, with one, and as a row of several was lost.
    assert.equal(await call("copyRunId", undefined, undefined), undefined);
    assert.equal(await call("copyRunId", undefined, [undefined, { kind: "run", runId: ids[1] }]), undefined);
  });
});
