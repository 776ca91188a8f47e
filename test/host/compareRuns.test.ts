import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "./support/connectedApp.ts";
import { call } from "./support/extension.ts";
import { Folder } from "./support/folder.ts";

describe("two runs compared", () => {
  let connected: ConnectedApp;
  let first: string;
  let second: string;

  before(async () => {
    connected = await connectApp();
    const create = async (title: string) => (await connected.api.createRun({ input: { title } }, { mode: "wait" })).id;
    first = await create("Where is my invoice?");
    second = await create("Where is my other invoice?");
  });

  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  after(() => connected.app.close());

  it("are not without one that was selected, and not one with itself", async () => {
    assert.equal(await call("compareWithSelected", second), undefined);
    assert.equal(await call("selectForCompare", { kind: "run", runId: first, list: {} }), first);
    assert.equal(await call("compareWithSelected", first), undefined);
    assert.deepEqual(diffs(), []);
  });

  it("show input, output and story in VS Code's own diff", async () => {
    await call("selectForCompare", first);
    assert.deepEqual(await call("compareWithSelected", second), [first, second]);
    const names = `Where is my invoice? (${first.slice(0, 8)}) ↔ Where is my other invoice? (${second.slice(0, 8)})`;
    assert.deepEqual(diffs().map(({ label }) => label), ["Input", "Output", "Story"].map((part) => `${part}: ${names}`));
    const [input, , story] = diffs();
    assert.deepEqual(JSON.parse(await textOf(input?.original)), { title: "Where is my invoice?" });
    assert.deepEqual(JSON.parse(await textOf(input?.modified)), { title: "Where is my other invoice?" });
    assert.match(await textOf(story?.original), /^# Where is my invoice\?\n\n### Run started\n/);
    assert.match(await textOf(story?.modified), /### Run completed\n$/);
  });

  it("hold no key", async () => {
    await call("selectForCompare", first);
    await call("compareWithSelected", second);
    for (const { original, modified } of diffs()) {
      assert.ok(!(await textOf(original)).includes(connected.app.accessKey));
      assert.ok(!(await textOf(modified)).includes(connected.app.accessKey));
    }
  });

  it("may be one of an app and one out of a file", async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file((await Folder.make()).path), "runs.json");
    await call("exportRuns", [first], uri);
    await call("selectForCompare", { connectionId: "", runId: first, file: uri.toString() });
    assert.deepEqual(await call("compareWithSelected", first), [first, first]);
    const story = diffs()[2];
    assert.equal(await textOf(story?.original), await textOf(story?.modified));
  });

  it("open nothing when one of them cannot be read", async () => {
    await call("selectForCompare", "00000000-0000-4000-8000-000000000000");
    assert.equal(await call("compareWithSelected", first), undefined);
    assert.deepEqual(diffs(), []);
  });
});

interface Diff {
  label: string;
  original: vscode.Uri;
  modified: vscode.Uri;
}

function diffs(): Diff[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ label, input }) => (input instanceof vscode.TabInputTextDiff ? [{ label, ...pick(input) }] : []));
}

function pick({ original, modified }: vscode.TabInputTextDiff): Omit<Diff, "label"> {
  return { original, modified };
}

async function textOf(uri: vscode.Uri | undefined): Promise<string> {
  assert.ok(uri, "there is no such diff");
  return (await vscode.workspace.openTextDocument(uri)).getText();
}
