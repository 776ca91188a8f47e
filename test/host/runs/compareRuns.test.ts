import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../support/connectedApp.ts";
import { eventually } from "../support/eventually.ts";
import { call } from "../support/extension.ts";
import { Folder } from "../support/folder.ts";

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

  after(() => connected.app.close());

  it("are not without one that was selected, and not one with itself", async () => {
    assert.equal(await call("compareWithSelected", second), undefined);
    assert.equal(await call("selectForCompare", { kind: "run", runId: first, list: {} }), first);
    assert.equal(await call("compareWithSelected", first), undefined);
    assert.deepEqual(tabs(), []);
  });

  it("stand beside each other in a panel, which is found again the other way round", async () => {
    await call("selectForCompare", first);
    assert.deepEqual(await call("compareWithSelected", second), [first, second]);
    await eventually(() => assert.deepEqual(tabs(), ["Where is my invoice? ↔ Where is my other invoice?"]));
    assert.deepEqual(await call("compareSelected", [second, first]), [second, first]);
    await eventually(() => assert.deepEqual(tabs(), ["Where is my other invoice? ↔ Where is my invoice?"]));
  });

  it("as text show input, output and story in one editor with a short title", async () => {
    assert.deepEqual(await call("compareAsText", [first, second]), [first, second]);
    assert.deepEqual(tabs(), ["Where is my invoice? ↔ Where is my other i…"]);
    assert.deepEqual(JSON.parse(await textOf("input", first)), { title: "Where is my invoice?" });
    assert.deepEqual(JSON.parse(await textOf("input", second)), { title: "Where is my other invoice?" });
    assert.match(await textOf("story", first), /^# Where is my invoice\?\n\n### Run started\n/);
    assert.match(await textOf("story", second), /### Run completed\n$/);
  });

  it("can be the two that are selected, and are told apart by their ids when they have the same name", async () => {
    const { id } = await connected.api.createRun({ input: { title: "Where is my invoice?" } }, { mode: "wait" });
    const rows = [first, id].map((runId) => ({ kind: "run", runId }));
    assert.deepEqual(await call("compareAsText", rows[0], rows), [first, id]);
    assert.deepEqual(tabs(), [`${first.slice(0, 8)} ↔ ${id.slice(0, 8)}`]);
    assert.equal(await call("compareSelected", [first]), undefined);
    assert.equal(await call("compareSelected", [first, second, id]), undefined);
    assert.equal(await call("compareAsText", [first]), undefined);
    assert.equal(tabs().length, 1);
  });

  it("hold no key", async () => {
    await call("compareAsText", [first, second]);
    for (const part of ["input", "output", "story"]) {
      for (const id of [first, second]) assert.ok(!(await textOf(part, id)).includes(connected.app.accessKey));
    }
  });

  it("may be from an app and from a file", async () => {
    const uri = vscode.Uri.joinPath(vscode.Uri.file((await Folder.make()).path), "runs.json");
    await call("exportRuns", [first], uri);
    const exportedRun = { connectionId: "", runId: first, file: uri.toString() };
    await call("selectForCompare", exportedRun);
    assert.deepEqual(await call("compareWithSelected", first), [first, first]);
    await eventually(() => assert.equal(tabs().length, 1));
    assert.deepEqual(await call("compareAsText", [exportedRun, first]), [first, first]);
    const [live, exported] = ["", uri.toString()].map((file) => documents(`story-${first.slice(0, 8)}`, file));
    assert.ok(live?.[0] && exported?.[0]);
    assert.equal(live[0].getText(), exported[0].getText());
  });

  it("as text open nothing when one of them can't be read", async () => {
    assert.equal(await call("compareAsText", ["00000000-0000-4000-8000-000000000000", first]), undefined);
    assert.deepEqual(tabs(), []);
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .map(({ label }) => label.replace(/ \(\d+ files?\)$/, ""));
}

/** The documents of a run's part, of its app or of an exported file. */
function documents(name: string, file = ""): vscode.TextDocument[] {
  const ofFile = ({ query }: vscode.Uri): boolean => (new URLSearchParams(query).get("file") ?? "") === file;
  return vscode.workspace.textDocuments.filter(({ uri }) => uri.path.startsWith(`/${name}.`) && ofFile(uri));
}

async function textOf(part: string, runId: string): Promise<string> {
  const [document] = documents(`${part}-${runId.slice(0, 8)}`);
  assert.ok(document, `there is no ${part} of ${runId}`);
  return document.getText();
}
