import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Emitter } from "#base/emitter.ts";
import { askForSearch } from "#features/search/vscode/askForSearch.ts";
import { eventually } from "../../../support/eventually.ts";
import { QuickInputs } from "../../../support/quickInputs.ts";

describe("the box of a search that is open while runs are indexed", () => {
  it("counts again when nothing matched, and leaves rows that lead to runs as they are", async () => {
    const inputs = new QuickInputs();
    const indexed = new Emitter<string>();
    let runs = 0;
    const asked = askForSearch("invoice", {
      title: "Search Runs",
      index: {
        count: async () => runs,
        coverage: async () => ({ indexed: runs }),
        values: async () => [],
      },
      coverage: { indexed: 0 },
      onDidIndex: indexed.event,
      indexOf: () => undefined,
      recent: [],
      connections: [],
      onError: assert.ifError,
    });
    const firstRow = async (title: string): Promise<string | undefined> => (await inputs.labels(title))[0];
    try {
      assert.equal(await firstRow("Search Runs: 0 of 0 match"), "No Run Matches");
      runs = 1;
      indexed.fire("c1");
      await eventually(async () => assert.equal(await firstRow("Search Runs: 1 of 1 match"), "Show 1 Run"));
      runs = 2;
      indexed.fire("c1");
      assert.equal(await firstRow("Search Runs: 1 of 1 match"), "Show 1 Run");
    } finally {
      await inputs.cancel();
      inputs.restore();
    }
    assert.equal(await asked, undefined);
  });
});
