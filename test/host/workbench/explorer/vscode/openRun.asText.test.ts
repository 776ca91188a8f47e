import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { connect, connectApp, type ConnectedApp, removeConnection } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";
import { emptyPage, listen } from "../../../support/listeningServer.ts";

describe("a run as text", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("is the whole run as a read-only JSON document that isn't a run file", async () => {
    const { id } = await connected.api.createRun({ input: { title: "As text" } }, { mode: "wait" });
    assert.deepEqual(await call("openAsText", { kind: "run", runId: id, list: {} }), [id]);
    const document = shown();
    assert.equal(document.languageId, "json");
    assert.deepEqual(JSON.parse(document.getText()), await connected.api.getRun(id));
    assert.equal(document.uri.path, `/run-${id.slice(0, 8)}.json`);
    assert.equal(document.isUntitled, false);
    assert.equal(vscode.workspace.fs.isWritableFileSystem(document.uri.scheme), undefined);
  });

  it("follows its run to the end, and isn't read after it", async () => {
    const { app, api } = connected;
    const input = { ticket_subject: "Refund request", amount: 620 };
    const { id } = await api.createRun({ input }, { mode: "background" });
    await call("openAsText", id);
    await eventually(() => assert.equal(shownRun().status, "awaiting_input"));
    assert.equal(shownRun().input_requests?.length, 1);
    const headers = { authorization: `Bearer ${app.accessKey}` };
    await fetch(`${app.url}/v1/runs/${id}/cancel`, { method: "POST", headers });
    await eventually(() => assert.equal(shownRun().status, "canceled"));
    const reads = (): number => app.requests.filter(({ path }) => path === `/v1/runs/${id}`).length;
    const before = reads();
    await call("refresh");
    assert.equal(reads(), before);
  });

  it("follows its run also after its connection had another address", async () => {
    const { app, api, connectionId } = connected;
    const { id } = await api.createRun(
      { input: { ticket_subject: "Refund request", amount: 620 } },
      { mode: "background" },
    );
    await call("openAsText", id);
    await eventually(() => assert.equal(shownRun().status, "awaiting_input"));
    await call("editAddress", connectionId, { baseUrl: "http://127.0.0.1:1", accessKey: app.accessKey });
    await call("editAddress", connectionId, { baseUrl: app.url, accessKey: app.accessKey });
    const headers = { authorization: `Bearer ${app.accessKey}` };
    await fetch(`${app.url}/v1/runs/${id}/cancel`, { method: "POST", headers });
    await call("refresh");
    await eventually(() => assert.equal(shownRun().status, "canceled"));
  });

  it("shows a version that comes while VS Code opens the document", async () => {
    const held: ServerResponse[] = [];
    const server = await listen((request, response) => {
      if (request.url !== "/v1/runs/r-1") return emptyPage(request, response);
      held.push(response);
      // Both responses leave at once, before VS Code can have opened what the first one says.
      if (held.length > 1)
        for (const [place, read] of held.splice(0).entries()) answer(read, place === 0 ? "started" : "paused");
    });
    const connectionId = await connect(server.url, "a-key");
    const query = new URLSearchParams({ connection: connectionId, run: "r-1" }).toString();
    const uri = vscode.Uri.from({ scheme: "dynamiq-run", path: "/run-r-1.json", query });
    // VS Code asks for the first one by itself, as after a reload.
    const opened = vscode.workspace.openTextDocument(uri);
    await eventually(() => assert.equal(held.length, 1));
    await Promise.all([opened, call("openAsText", "r-1")]);
    await eventually(() => assert.equal(shownRun().status, "paused"));
    await removeConnection(connectionId);
    await server.close();
  });
});

function answer(response: ServerResponse, status: string): void {
  const data = { id: "r-1", status, started_at: "2026-11-30T08:00:00Z" };
  response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
}

function shown(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, "no document is shown");
  return document;
}

function shownRun(): Run {
  return JSON.parse(shown().getText()) as Run;
}
