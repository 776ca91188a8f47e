import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../../../support/connectedApp.ts";
import { eventually } from "../../../support/eventually.ts";
import { call } from "../../../support/extension.ts";

describe("two runs compared", () => {
  let connected: ConnectedApp;
  let first: string;
  let second: string;

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    connected = await connectApp();
    const create = async (title: string) => (await connected.api.createRun({ input: { title } }, { mode: "wait" })).id;
    first = await create("Where is my invoice?");
    second = await create("Where is my other invoice?");
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.close());

  it("stand beside each other in a panel, which is found again the other way round", async () => {
    await call("selectForCompare", first);
    assert.deepEqual(await call("compareWithSelected", second), [first, second]);
    await eventually(() => assert.deepEqual(tabs(), ["Where is my invoice? ↔ Where is my other invoice?"]));
    assert.deepEqual(await call("compareSelected", [second, first]), [second, first]);
    await eventually(() => assert.deepEqual(tabs(), ["Where is my other invoice? ↔ Where is my invoice?"]));
  });

  it("have the older one on the left, though the list has the newer one above it", async () => {
    const newestFirst = [second, first].map((runId) => ({ kind: "run", runId }));
    await eventually(async () => {
      assert.deepEqual(await call("compareSelected", newestFirst[0], newestFirst), [first, second]);
    });
    await call("selectForCompare", second);
    assert.deepEqual(await call("compareWithSelected", first), [first, second]);
  });

  it("can be the two that are selected, and are told apart by their ids when they have the same name", async () => {
    const { id } = await connected.api.createRun({ input: { title: "Where is my invoice?" } }, { mode: "wait" });
    const rows = [first, id].map((runId) => ({ kind: "run", runId }));
    assert.deepEqual(await call("compareSelected", rows[0], rows), [first, id]);
    const ids = `${first.slice(0, 8)} ↔ ${id.slice(0, 8)}`;
    await eventually(() => assert.deepEqual(tabs(), [`Where is my invoice? (${ids})`]));
    assert.equal(await call("compareSelected", [first]), undefined);
    assert.equal(await call("compareSelected", [first, second, id]), undefined);
    assert.equal(tabs().length, 1);
  });

  it("are not copied with their key", async () => {
    await call("compareSelected", [first, second]);
    await eventually(() => assert.equal(tabs().length, 1));
    const text = (await call<string>("copyAsMarkdown")) ?? "";
    assert.match(text, /^### Two runs compared/);
    assert.ok(!text.includes(connected.app.accessKey));
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map(({ label }) => label.replace(/ \(\d+ files?\)$/, ""));
}
