import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Run } from "../../../../../src/api/schemas.ts";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { call } from "../../../support/extension.ts";
import { Folder } from "../../../support/folder.ts";

const count = 12;

describe("a conversation whose turns were all sent in one second", () => {
  let connected: ConnectedApp;
  let folder: Folder;
  /** In the order in which they were sent. */
  let turns: Run[];
  let place: { connectionId: string; sessionId: string; userId: string };

  before(async () => {
    connected = await connectApp({ turns: count, turnsInOneSecond: true });
    folder = await Folder.make();
    const { connectionId, api } = connected;
    turns = (await api.listRuns({ page_size: count })).data.toReversed();
    place = { connectionId, sessionId: turns[0]?.session_id ?? "", userId: turns[0]?.user_id ?? "" };
  });

  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await connected.close();
  });

  const file = (name: string): vscode.Uri => vscode.Uri.file(join(folder.path, name));
  const ids = (): string[] => turns.map(({ id }) => id);
  const idsIn = (text: string | undefined, pattern: RegExp): string[] =>
    [...(text ?? "").matchAll(pattern)].map(([, id]) => id!);

  it("has them in this order in its export", async () => {
    assert.equal(new Set(turns.map(({ started_at: at }) => at)).size, 1);
    assert.deepEqual(await call("exportRuns", place, file("runs.json")), ids());
  });

  it("has them in this order in a copy", async () => {
    const text = await call<string>("copyAsMarkdown", place);
    const copied = idsIn(text, /^turn \d+: .*run (\S+)/gm);
    assert.ok(copied.length > 5, text);
    // Of a long conversation, the newest turns are in it.
    assert.deepEqual(copied, ids().slice(-copied.length));
  });

  it("has the earlier one on the left of a comparison", async () => {
    await call("refresh");
    const [first, second] = turns.slice(-2).map(({ id: runId }) => ({ kind: "run", runId }));
    assert.deepEqual(await call("compareSelected", second, [second, first]), ids().slice(-2));
  });

  it("has them in this order as a golden test", async () => {
    const uri = file("talk.golden.json");
    await call("keepAsGoldenConversation", place, uri);
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    assert.deepEqual(idsIn(text, /"goldenRun": \{[^}]*?"id": "([^"]+)"/g), ids());
  });
});
