import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import * as vscode from "vscode";
import { readBatchConcurrency, settingIds } from "#host/settings.ts";

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
