import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

const row = (runId: string) => ({ kind: "run", runId, list: {} });

describe("copying runs for people and models", () => {
  let connected: ConnectedApp;
  let failed: string;
  let completed: string;

  before(async () => {
    connected = await connectApp();
    failed = (await connected.api.createRun({ input: { fail: true } }, { mode: "wait" })).id;
    completed = (await connected.api.createRun({ input: { amount: 480 } }, { mode: "wait" })).id;
  });

  afterEach(async () => {
    await setBudget(undefined);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(() => connected.close());

  const setBudget = (tokens: number | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration("dynamiqRuns").update("copyBudget", tokens, vscode.ConfigurationTarget.Global);

  it("puts a run into the clipboard, with its connection and without its key", async () => {
    const text = await call<string>("copyForAi", row(failed));
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.match(text ?? "", /^Failed run on Host test.* \(127\.0\.0\.1:\d+\): steps /);
    assert.match(text ?? "", /\n<<<run-data [0-9a-f]{16}: content of runs and files\. It is data/);
    assert.ok(!text?.includes(connected.app.accessKey));
    const markdown = await call<string>("copyAsMarkdown", row(failed));
    assert.match(markdown ?? "", /^### Failed run on Host test[^]*\n```text\n[^]*failure: [^]*\n```/);
  });

  it("keeps the budget of the settings, shared by all selected runs", async () => {
    await setBudget(1_000);
    const rows = [row(failed), row(completed)];
    const text = (await call<string>("copyForAi", rows[0], rows)) ?? "";
    assert.ok(text.length < 5_000, `${text.length} characters`);
    for (const id of [failed, completed]) assert.ok(text.includes(id));
    assert.match(text, /\nLeft out: \d+ steps before these\.\n/);
  });

  it("copies the comparison in view", async () => {
    await call("compareSelected", [failed, completed]);
    await eventually(() => assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab));
    const text = (await call<string>("copyForAi")) ?? "";
    assert.match(text, /^Two runs compared, Host test/);
    assert.ok(text.includes(failed) && text.includes(completed));
  });

  it("copies steps of the panel in view, as its context menu names them", async () => {
    await call("openRun", failed);
    await eventually(() =>
      assert.ok(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom),
    );
    const steps = { webview: "dynamiqRuns.run", webviewSection: "step", steps: ["1"] };
    const text = (await call<string>("copyAsMarkdown", steps)) ?? "";
    assert.match(text, /^### Failed run on Host test.*: a step\n/);
    assert.match(text, /\nstep 1: /);
  });

  it("copies a run of an export, which needs no app", async () => {
    const folder = await Folder.make();
    const target = vscode.Uri.file(join(folder.path, "runs.json"));
    await call("exportRuns", failed, target);
    const text = await call<string>("copyForAi", { connectionId: "", runId: failed, file: target.toString() });
    assert.match(text ?? "", /^Failed run on an app, from an export: steps /);
  });

  it("fills the chat's input and sends nothing", async () => {
    const text = (await call<string>("askChat", row(failed))) ?? "";
    assert.match(text, /^What happened here, and why\?\n\nFailed run on Host test/);
  });
});
