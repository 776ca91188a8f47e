import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import { connect, connectApp, type ConnectedApp, waitingRun, writesTo } from "../../../support/connectedApp.ts";
import { answerDialogs } from "../../../support/dialogs.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

const refund = { ticket_subject: "Refund request over $500", amount: 620, customer_id: "customer-7421" };
const feedback = { ticket_subject: "Where is my invoice?", ask: "feedback" };

describe("answering input requests", () => {
  let connected: ConnectedApp;

  beforeEach(async () => {
    connected = await connectApp();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  const waiting = (input: Record<string, unknown>) => waitingRun(connected, input);

  async function events(runId: string): Promise<{ type: string; data: Record<string, unknown> }[]> {
    const headers = { authorization: `Bearer ${connected.app.accessKey}` };
    const answer = await fetch(`${connected.app.url}/v1/runs/${runId}/events?page_size=200`, { headers });
    return ((await answer.json()) as { data: { type: string; data: Record<string, unknown> }[] }).data;
  }

  /** The answers that the app took, as its events tell. */
  async function taken(runId: string): Promise<Record<string, unknown>[]> {
    const received = (await events(runId)).filter(({ type }) => type === "run.human_feedback.received");
    return received.map(({ data: { id: _id, request_id: _request, ...rest } }) => rest);
  }

  const sent = () => writesTo(connected.app).filter((request) => request.endsWith("/input")).length;

  it("approves with unchanged values, by ids", async () => {
    const { runId, requestId } = await waiting(refund);
    assert.equal(await call("approveRequest", { runId, requestId }), requestId);
    assert.deepEqual(await taken(runId), [{ type: "approval", approved: true }]);
    assert.equal(await call("approveRequest", { runId, requestId }), undefined);
    assert.equal(sent(), 1);
  });

  it("approves and rejects by a row of the explorer", async () => {
    const [one, two] = [await waiting(refund), await waiting(refund)];
    // The row shows only the beginning, so the person sees the whole first. One that has just moved opens its run: then
    // they click again.
    const approving = eventually(async () => {
      assert.equal(await call("approveRequest", { kind: "run", runId: one.runId }), one.requestId);
    });
    await eventually(async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      assert.equal(sent(), 1);
    });
    await approving;
    assert.deepEqual(await taken(one.runId), [{ type: "approval", approved: true }]);
    const row = { kind: "request", ...two, reason: "Not  without a receipt." };
    assert.equal(await call("rejectRequest", row), two.requestId);
    assert.deepEqual(await taken(two.runId), [
      { type: "approval", approved: false, feedback: "Not  without a receipt." },
    ]);
  });

  it("answers a question with a text", async () => {
    const { runId, requestId } = await waiting(feedback);
    assert.equal(await call("answerRequest", { runId, requestId, feedback: "Warm, please." }), requestId);
    assert.deepEqual(await taken(runId), [{ type: "human_feedback", feedback: "Warm, please." }]);
  });

  it("answers three questions under one id one after the other", async () => {
    const { runId, requestId } = await waiting({ play: "returns" });
    for (const [index, command] of ["approveRequest", "rejectRequest", "approveRequest"].entries()) {
      await eventually(async () => {
        assert.equal((await events(runId)).filter(({ type }) => type === "approval_request.created").length, index + 1);
      });
      assert.equal(await call(command, { runId, requestId, reason: "" }), requestId);
    }
    assert.deepEqual(
      (await taken(runId)).map(({ approved }) => approved),
      [true, false, true],
    );
    assert.equal(sent(), 3);
  });

  it("isn't sent again to another address than that of its run", async () => {
    await using proxy = await openLossyProxy(connected.app.url);
    const id = await connect(proxy.url, connected.app.accessKey);
    const target = await waiting(refund);
    const dialogs = answerDialogs();
    try {
      proxy.writes = "refuse";
      assert.equal(await call("approveRequest", target), undefined);
      const { url: baseUrl, accessKey } = connected.app;
      await call("editAddress", id, { baseUrl, accessKey });
      await dialogs.press("The answer wasn't sent", "Send Again");
      await dialogs.note("has changed, and this run belongs to the old one. Your answer wasn't sent.");
      assert.equal(sent(), 0);
    } finally {
      dialogs.restore();
    }
  });

  it("sends nothing to an input request that no longer waits, needs another answer or doesn't exist", async () => {
    const [canceled, question] = [await waiting(refund), await waiting(feedback)];
    const headers = { authorization: `Bearer ${connected.app.accessKey}` };
    await fetch(`${connected.app.url}/v1/runs/${canceled.runId}/cancel`, { method: "POST", headers });
    await eventually(async () => assert.equal((await connected.api.getRun(canceled.runId)).status, "canceled"));
    assert.equal(await call("approveRequest", canceled), undefined);
    assert.deepEqual(await taken(canceled.runId), []);
    const before = sent();
    assert.equal(await call("approveRequest", canceled), undefined);
    assert.equal(await call("approveRequest", { ...question, requestId: canceled.requestId }), undefined);
    assert.equal(await call("answerRequest", { runId: "no/such run", feedback: "x" }), undefined);
    assert.equal(await call("answerRequest", { ...question, feedback: " " }), undefined);
    assert.equal(sent(), before);
  });

  describe("in an editor", () => {
    const text = () => vscode.window.activeTextEditor?.document.getText() ?? "";

    async function append(words: string): Promise<vscode.TextDocument> {
      const editor = vscode.window.activeTextEditor;
      assert.ok(editor, "no editor is open");
      const { document } = editor;
      // VS Code refuses an edit of a document that it is just loading.
      await eventually(async () => {
        const end = document.lineAt(document.lineCount - 1).range.end;
        assert.ok(await editor.edit((edit) => edit.insert(end, words)), "the edit was refused");
      });
      assert.ok(document.getText().endsWith(words));
      return document;
    }

    it("stores a saved document as a draft, and sends it without the prompt", async () => {
      const target = await waiting(feedback);
      const uri = await call<string>("answerInEditor", target);
      assert.ok(uri);
      assert.match(text(), /^<!-- Dynamiq Runs: “Where is my invoice\?” in Host test.* asks:\n\n> What tone/);
      const document = await append("Warm, *please*.\n\nAnd short.");
      assert.equal(document.languageId, "markdown");
      await document.save();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      assert.equal(sent(), 0);

      assert.equal(await call("answerInEditor", target), uri);
      assert.match(text(), /-->\n\nWarm, \*please\*\.\n\nAnd short\.$/);
      await append(" Really.");
      assert.equal(await call("sendAnswer", vscode.Uri.parse(uri)), target.requestId);
      const [answer] = await taken(target.runId);
      assert.deepEqual(answer, { type: "human_feedback", feedback: "Warm, *please*.\n\nAnd short. Really." });
      await eventually(() => assert.equal(vscode.window.activeTextEditor, undefined));
    });

    it("loses nothing when the app refuses it", async () => {
      const target = await waiting(feedback);
      const uri = vscode.Uri.parse((await call<string>("answerInEditor", target)) ?? "");
      assert.equal(await call("sendAnswer", uri), undefined);
      assert.equal(sent(), 0);
      await append("Warm");
      const { runId } = target;
      const headers = { authorization: `Bearer ${connected.app.accessKey}` };
      await fetch(`${connected.app.url}/v1/runs/${runId}/cancel`, { method: "POST", headers });
      assert.equal(await call("sendAnswer", uri), undefined);
      assert.match(text(), /Warm$/);
      const kept = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      assert.match(kept, /The run was canceled at .* and no longer needs an answer\. -->\n\nWarm$/);
    });

    it("that comes into view when another one is sent is sent only after a question, until the person works in it", async () => {
      const targets = [await waiting(feedback), await waiting(feedback), await waiting(feedback)];
      const uris: vscode.Uri[] = [];
      for (const target of targets) {
        uris.push(vscode.Uri.parse((await call<string>("answerInEditor", target)) ?? ""));
        await (await append(`To ${target.runId}`)).save();
      }
      const [first, second, third] = uris as [vscode.Uri, vscode.Uri, vscode.Uri];
      const dialogs = answerDialogs();
      const click = (uri: vscode.Uri) => call("sendAnswer", uri, { groupId: 0 });
      try {
        assert.equal(await click(third), targets[2]?.requestId);
        assert.equal(await click(second), undefined);
        const [{ question, detail } = { question: "", detail: "" }] = dialogs.shown;
        assert.match(question, /^Also send this answer to “.*reply/);
        assert.ok(detail.includes(`To ${targets[1]?.runId}`), detail);
        assert.equal(sent(), 1);
        dialogs.choice = "Send Answer";
        assert.equal(await click(second), targets[1]?.requestId);
        assert.deepEqual([sent(), dialogs.shown.length], [2, 2]);
        // The person types in the last one, so its button is meant.
        const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(first));
        const before = editor.selection.active;
        await eventually(async () => {
          // It is lost before the editor has the focus.
          await vscode.commands.executeCommand("type", { text: "!" });
          assert.ok(!editor.selection.active.isEqual(before));
        });
        assert.equal(await click(first), targets[0]?.requestId);
        assert.deepEqual([sent(), dialogs.shown.length], [3, 2]);
      } finally {
        dialogs.restore();
      }
    });
  });
});
