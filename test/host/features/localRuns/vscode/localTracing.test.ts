import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { DynamiqRunsApiV1 } from "#features/publicApi/vscode/publicApi.ts";
import { bodyOf, going, node } from "../../../../support/localRuns/bodies.ts";
import { connectApp } from "../../../support/connectedApp.ts";
import { type Dialogs, answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { activateExtension, call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";
import { invokeTool } from "../../../support/toolCalls.ts";

async function address(): Promise<{ url: string; key: string }> {
  const url = await call<string>("copyTracingVariables", "DYNAMIQ_TRACE_BASE_URL");
  const key = await call<string>("copyTracingVariables", "DYNAMIQ_TRACE_ACCESS_KEY");
  return { url: url ?? "", key: key ?? "" };
}

async function post(body: Uint8Array<ArrayBuffer>): Promise<number> {
  const { url, key } = await address();
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return (await fetch(`${url}/v1/traces`, { method: "POST", headers, body })).status;
}

describe("local runs", () => {
  let api: DynamiqRunsApiV1;
  let dialogs: Dialogs;
  let connectionId: string | undefined;

  before(async () => {
    api = await activateExtension();
    dialogs = answerDialogs();
    const quick = new QuickInputs();
    const switched = call<string>("switchConnection");
    await quick.choose("Switch Connection", "Trace Local Runs");
    connectionId = await switched;
    quick.restore();
  });

  after(async () => {
    await call("stopTracingLocalRuns");
    dialogs.choice = "Clear";
    await call("clearLocalRuns");
    dialogs.restore();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const ids = async (): Promise<string[]> => (await api.listRuns()).data.map(({ id }) => id);

  it("are the active connection once they are traced", async () => {
    assert.ok(connectionId);
    assert.deepEqual(await ids(), []);
  });

  it("are managed without an address or a key, and started once", async () => {
    const quick = new QuickInputs();
    try {
      const managed = call("manageConnection", connectionId);
      assert.deepEqual(await quick.labels("Manage Local Runs"), [
        ...["Trace Local Runs", "Stop Tracing Local Runs", "Copy Tracing Code…", "Copy Tracing Variables"],
        ...["Clear Local Runs…", "Show Log"],
      ]);
      await quick.cancel();
      await managed;
      const switched = call("switchConnection");
      assert.ok(!(await quick.labels("Switch Connection")).includes("Trace Local Runs"));
      await quick.cancel();
      await switched;
    } finally {
      quick.restore();
    }
  });

  it("are in the view when their program has posted them", async () => {
    const changed = new Promise<void>((resolve) => {
      const subscription = api.onDidChangeRuns(() => {
        subscription.dispose();
        resolve();
      });
    });
    assert.equal(await post(bodyOf(node("posted", null), node("model", "posted"))), 200);
    await changed;
    await eventually(async () => assert.deepEqual(await ids(), ["posted"]));
    assert.equal((await api.getRun("posted")).status, "completed");
  });

  it("are running until their program has posted their end", async () => {
    await post(bodyOf(node("live", null, going)));
    await eventually(async () => assert.equal((await api.getRun("live")).status, "started"));
    await post(bodyOf(node("live", null)));
    await eventually(async () => assert.equal((await api.getRun("live")).status, "completed"));
  });

  it("come with a hint when their handler was used again", async () => {
    await post(bodyOf(node("first", null), node("second", null)));
    const { buttons } = await dialogs.note("A tracing handler was used for several runs");
    assert.deepEqual(buttons, ["Copy Tracing Code…"]);
  });

  it("open in the run panel", async () => {
    assert.equal(await call("openRun", { connectionId, runId: "posted" }), "posted");
  });

  it("are copied and exported without the secrets of their program", async () => {
    const secret = "a-password-of-a-tool";
    const { key } = await address();
    const input = { input: "Who is Ann?", said: `the key is ${key}`, headers: { authorization: `Bearer ${secret}` } };
    await post(bodyOf(node("with-secrets", null, { input }), node("tool", "with-secrets", { input })));
    await eventually(async () => assert.ok((await ids()).includes("with-secrets")));
    const target = { connectionId, runId: "with-secrets" };
    const copied = (await call<string>("copyForAi", target)) ?? "";
    const file = vscode.Uri.joinPath(await (await Folder.make()).write("none.json", {}), "..", "runs.json");
    assert.deepEqual(await call("exportRuns", [target], file), ["with-secrets"]);
    const exported = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    for (const text of [copied, exported]) {
      assert.ok(text.includes("Who is Ann?"));
      assert.ok(!text.includes(key) && !text.includes(secret), text);
    }
  });

  it("make a golden test, which runs on an app, compares its run and accepts it", async () => {
    const secret = "a-password-of-a-golden-run";
    const input = { ticket_subject: "Where is Ann?", headers: { authorization: `Bearer ${secret}` } };
    await post(bodyOf(node("golden", null, { input, output: { content: "In Rome." } })));
    await eventually(async () => assert.ok((await ids()).includes("golden")));
    const uri = vscode.Uri.joinPath(await (await Folder.make()).write("none.json", {}), "..", "local.golden.json");
    assert.equal(String(await call("keepAsGoldenTest", { connectionId, runId: "golden" }, uri)), String(uri));
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.ok(!text.includes(secret), text);
    const name = /"name": "([^"]*)"/.exec(text)?.[1];
    const item = { id: `${uri.toString()}#${name}`, label: name, children: [] };
    assert.equal(await call("runGoldenTest", item), undefined);
    (await dialogs.note("Local runs can't be started from here")).close(undefined);
    const connected = await connectApp();
    try {
      assert.equal(await call("runGoldenTest", item), "failed");
      assert.equal((await call<string[]>("compareWithGoldenRun", item))?.[0], "golden");
      assert.ok(((await call<number>("acceptAsGolden", item)) ?? 0) > 0);
    } finally {
      await connected.close();
      await call("traceLocalRuns");
    }
  });

  it("have their address in tasks, while they are traced", async () => {
    const uri = vscode.Uri.joinPath(await (await Folder.make()).write("none.json", {}), "..", "seen.json");
    const script = "require('fs').writeFileSync(process.argv[1], JSON.stringify(process.env))";
    const seen = async (): Promise<Record<string, string>> => {
      const options = { env: { ELECTRON_RUN_AS_NODE: "1" } };
      const execution = new vscode.ProcessExecution(process.execPath, ["-e", script, uri.fsPath], options);
      const task = new vscode.Task({ type: "process" }, vscode.TaskScope.Workspace, "see", "test", execution);
      const ended = new Promise<void>((resolve) => {
        const subscription = vscode.tasks.onDidEndTaskProcess((event) => {
          if (event.execution.task.name !== task.name) return;
          subscription.dispose();
          resolve();
        });
      });
      await vscode.tasks.executeTask(task);
      await ended;
      return JSON.parse(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString()) as Record<string, string>;
    };
    const { url, key } = await address();
    const traced = await seen();
    assert.deepEqual([traced["DYNAMIQ_TRACE_BASE_URL"], traced["DYNAMIQ_TRACE_ACCESS_KEY"]], [url, key]);
    await call("stopTracingLocalRuns");
    const untraced = await seen();
    await call("traceLocalRuns");
    assert.equal(untraced["DYNAMIQ_TRACE_BASE_URL"], undefined);
    assert.equal(untraced["DYNAMIQ_TRACE_ACCESS_KEY"], undefined);
  });

  it("are opened from a trace that was saved as JSON", async () => {
    const uri = await (await Folder.make()).write("trace.json", { runs: [node("saved", null), node("step", "saved")] });
    assert.equal(await call("openExport", uri, "saved"), "saved");
  });

  it("aren't started from here", async () => {
    const folder = await Folder.make();
    const uri = await folder.write("ticket.run.json", { input: { input: "Hi" } });
    assert.equal(await call("runFile", uri, [uri]), undefined);
    await dialogs.note("Local runs can't be started from here");
  });

  it("come to the same address after they were stopped, and to none meanwhile", async () => {
    const before = await address();
    await call("stopTracingLocalRuns");
    await assert.rejects(fetch(before.url));
    assert.equal(await call("traceLocalRuns"), connectionId);
    assert.deepEqual(await address(), before);
  });

  it("are deleted after a question", async () => {
    await post(bodyOf(node("to-delete", null)));
    await eventually(async () => assert.ok((await ids()).includes("to-delete")));
    dialogs.choice = undefined;
    assert.equal(await call("clearLocalRuns"), false);
    assert.ok((await ids()).includes("to-delete"));
    dialogs.choice = "Clear";
    assert.equal(await call("clearLocalRuns"), true);
    await eventually(async () => assert.deepEqual(await ids(), []));
  });

  it("are no longer found by a search once they were deleted", async () => {
    const output = { content: "A parcel to Zanzibar" };
    await post(bodyOf(node("indexed", null), node("indexed-tool", "indexed", { output })));
    await eventually(async () => assert.ok((await ids()).includes("indexed")));
    // Opening a run reads it whole, so that its steps are in the index.
    await call("openRun", { connectionId, runId: "indexed" });
    const search = (): Promise<string> => invokeTool("searchRuns", { query: "zanzibar" });
    await eventually(async () => assert.match(await search(), /- id: indexed/));
    dialogs.choice = "Clear";
    assert.equal(await call("clearLocalRuns"), true);
    assert.doesNotMatch(await search(), /indexed/);
  });

  it("have code that is copied without a question", async () => {
    assert.match((await call<string>("copyTracingCode", "end")) ?? "", /DynamiqTracingCallbackHandler\(/);
    assert.match((await call<string>("copyTracingCode", "live")) ?? "", /self\.flush\(\)/);
    assert.equal(await vscode.env.clipboard.readText(), await call("copyTracingCode", "live"));
  });
});
