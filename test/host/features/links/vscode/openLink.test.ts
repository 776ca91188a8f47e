import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { linkHost } from "#features/links/core/linkHost.ts";
import { openLink } from "#features/links/vscode/openLink.ts";
import type { ServedTarget } from "#workbench/core/connections/connection.ts";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { answerDialogs, type Dialogs } from "../../../support/dialogs.ts";
import { call } from "../../../support/extension.ts";

describe("a link", () => {
  let connected: ConnectedApp;
  let dialogs: Dialogs;

  before(async () => {
    connected = await connectApp();
    dialogs = answerDialogs();
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(async () => {
    dialogs.restore();
    await connected.close();
  });

  /** What opens links, with the connections of a window that has this one only. */
  function windowOf(baseUrl: string, served?: ServedTarget) {
    const opened: unknown[] = [];
    const asked: string[] = [];
    const connection = { id: "c1", name: "App", baseUrl, served };
    const newest = { id: "r1", status: "completed", user_id: "ann" };
    const api = { listRuns: ({ session_id: id }: { session_id: string }) => (asked.push(id), { data: [newest] }) };
    const app = {
      connections: { active: connection, list: [connection] },
      panels: { open: (...args: unknown[]) => opened.push(args) },
      points: { of: () => [{ show: (...args: unknown[]) => opened.push(args) }] },
      sessions: { get: () => ({ api: () => Promise.resolve(api) }) },
    } as unknown as Parameters<typeof openLink>[0];
    const open = (uri: string): Promise<void> => openLink(app, vscode.Uri.parse(uri));
    return { opened, asked, open };
  }

  it("to a run names the host and the id, and nothing else", async () => {
    const { id: runId } = await connected.api.createRun({ input: { ticket_subject: "Secret" } }, { mode: "wait" });
    const link = await call<string>("copyLink", { connectionId: connected.connectionId, runId });
    const { host } = new URL(connected.app.url);
    const expected = { host, id: runId };
    assert.equal(await vscode.env.clipboard.readText(), link);
    const uri = vscode.Uri.parse(link ?? "");
    assert.deepEqual([uri.authority, uri.path], ["dynamiq-community.dynamiq-runs", "/run"]);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(uri.query)), expected);
  });

  it("to a step or a conversation of a connected host opens it without a question", async () => {
    const { opened, open } = windowOf("https://acme.example.com");
    const before = dialogs.shown.length;
    await open("vscode://dynamiq-community.dynamiq-runs/run?host=acme.example.com&id=r1&step=12");
    await open("vscode://dynamiq-community.dynamiq-runs/conversation?host=acme.example.com&session=s1");
    assert.deepEqual(opened, [
      [{ connectionId: "c1", runId: "r1" }, { sequence: 12 }],
      [{ connectionId: "c1", sessionId: "s1", userId: "ann" }],
    ]);
    assert.equal(dialogs.shown.length, before);
  });

  it("to a local app opens it also after its port has changed, and without it says where it opens", async () => {
    const served = { folder: "/home/ann/shop", target: "support.py:workflow" };
    const link = `vscode://dynamiq-community.dynamiq-runs/run?host=${linkHost({ baseUrl: "http://127.0.0.1:1", served })}&id=r1`;
    const { opened, open } = windowOf("http://127.0.0.1:2", served);
    await open(link);
    assert.deepEqual(opened, [[{ connectionId: "c1", runId: "r1" }, { sequence: undefined }]]);
    const before = dialogs.shown.length;
    await assert.rejects(windowOf("http://127.0.0.1:1").open(link), /local app that has no connection here/);
    assert.equal(dialogs.shown.length, before);
  });

  it("to an unknown host asks first, and requests nothing", async () => {
    const { opened, asked, open } = windowOf("https://acme.example.com");
    dialogs.choice = undefined;
    await open("vscode://dynamiq-community.dynamiq-runs/conversation?host=evil.example.com&session=s1");
    assert.match(dialogs.shown.at(-1)?.question ?? "", /evil\.example\.com/);
    assert.deepEqual([opened, asked], [[], []]);
  });
});
