import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { eventually } from "../support/eventually.ts";

describe("settings", () => {
  const set = (value: unknown): Thenable<void> =>
    vscode.workspace
      .getConfiguration("dynamiqRuns")
      .update("batchConcurrency", value, vscode.ConfigurationTarget.Global);

  after(() => set(undefined));

  it("take no value of a workspace, which could name a program to run", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
    const file = join(folder, ".vscode/settings.json");
    const tabs = (): unknown => vscode.workspace.getConfiguration("editor").get("tabSize");
    const theirs = { "dynamiqRuns.python": "/tmp/theirs", "dynamiqRuns.batchConcurrency": 9, "editor.tabSize": 13 };
    await mkdir(join(folder, ".vscode"), { recursive: true });
    await writeFile(file, JSON.stringify(theirs));
    await eventually(() => assert.equal(tabs(), 13));
    try {
      assert.deepEqual([readSetting(settingIds.python), readSetting(settingIds.batchConcurrency)], ["", 4]);
    } finally {
      await writeFile(file, "{}");
      await eventually(() => assert.notEqual(tabs(), 13));
    }
  });

  const cases: [unknown, number][] = [
    [undefined, 4],
    [7, 7],
    [100_000, 16],
    ["many", 4],
  ];
  for (const [value, read] of cases) {
    it(`of a number: ${JSON.stringify(value)} counts as ${read}`, async () => {
      await set(value);
      assert.equal(readSetting(settingIds.batchConcurrency), read);
    });
  }
});
