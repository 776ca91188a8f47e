import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import { readBatchConcurrency, readPython, settingIds } from "#host/settings.ts";
import { eventually } from "../support/eventually.ts";

describe("settings", () => {
  const set = (value: unknown): Thenable<void> =>
    vscode.workspace
      .getConfiguration("dynamiqRuns")
      .update("batchConcurrency", value, vscode.ConfigurationTarget.Global);

  after(() => set(undefined));

  it("are the same in the manifest and in the code, and a workspace can't set one", () => {
    const manifest = vscode.extensions.getExtension("dynamiq-community.dynamiq-runs")?.packageJSON;
    const groups: { properties: Record<string, { scope: string }> }[] = manifest.contributes.configuration;
    const settings = groups.flatMap(({ properties }) => Object.entries(properties));
    assert.deepEqual(settings.map(([id]) => id).toSorted(), Object.values<string>(settingIds).toSorted());
    assert.deepEqual([...new Set(settings.map(([, { scope }]) => scope))], ["application"]);
  });

  it("take no value of a workspace, which could name a program to run", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    const file = join(folder, ".vscode/settings.json");
    const tabs = (): unknown => vscode.workspace.getConfiguration("editor").get("tabSize");
    const theirs = { "dynamiqRuns.python": "/tmp/theirs", "dynamiqRuns.batchConcurrency": 9, "editor.tabSize": 13 };
    await mkdir(join(folder, ".vscode"), { recursive: true });
    await writeFile(file, JSON.stringify(theirs));
    await eventually(() => assert.equal(tabs(), 13));
    try {
      assert.deepEqual([readPython(), readBatchConcurrency()], ["", 4]);
    } finally {
      await writeFile(file, "{}");
      await eventually(() => assert.notEqual(tabs(), 13));
    }
  });

  const cases: [unknown, number][] = [
    [undefined, 4],
    [7, 7],
    [3.4, 3],
    [0, 1],
    [100_000, 16],
    ["many", 4],
  ];
  for (const [value, read] of cases) {
    it(`of a number: ${JSON.stringify(value)} counts as ${read}`, async () => {
      await set(value);
      assert.equal(readBatchConcurrency(), read);
    });
  }
});
