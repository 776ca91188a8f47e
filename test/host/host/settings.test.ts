import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { connectApp, type ConnectedApp } from "../support/connectedApp.ts";
import { eventually } from "../support/eventually.ts";
import { call } from "../support/extension.ts";

describe("the page size", () => {
  let connected: ConnectedApp;

  before(async () => {
    connected = await connectApp({ pastRuns: 3 });
  });

  after(async () => {
    await set(undefined);
    await connected.close();
  });

  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration("dynamiqRuns");
  const set = (value: unknown): Thenable<void> =>
    settings().update("pageSize", value, vscode.ConfigurationTarget.Global);

  /** The page sizes that a refresh asks for. */
  async function asked(): Promise<string[]> {
    const before = connected.app.requests.length;
    await call("refresh");
    const paths = connected.app.requests.slice(before).map(({ path }) => path);
    const sizes = paths.map((path) => new URL(path, connected.app.url).searchParams.get("page_size") ?? "none");
    assert.ok(sizes.length > 0, "nothing was asked");
    return [...new Set(sizes)];
  }

  it("is 25, without a setting", async () => {
    assert.equal(settings().get("pageSize"), 25);
    assert.deepEqual(await asked(), ["25"]);
  });

  const cases: [unknown, string][] = [
    [50, "50"],
    [33.4, "33"],
    [1, "10"],
    [100_000, "200"],
    ["many", "25"],
  ];
  for (const [value, size] of cases) {
    it(`is ${size} when the person sets ${JSON.stringify(value)}, from the next read on`, async () => {
      await set(value);
      assert.deepEqual(await asked(), [size]);
    });
  }

  it("can't be set by a workspace", async () => {
    await set(undefined);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(folder);
    await mkdir(join(folder, ".vscode"), { recursive: true });
    const file = join(folder, ".vscode/settings.json");
    // The second setting tells when the file was read.
    await writeFile(file, JSON.stringify({ "dynamiqRuns.pageSize": 200, "editor.tabSize": 7 }));
    try {
      await eventually(() => assert.equal(vscode.workspace.getConfiguration("editor").get("tabSize"), 7));
      assert.deepEqual(await asked(), ["25"]);
    } finally {
      await rm(file);
    }
  });
});
