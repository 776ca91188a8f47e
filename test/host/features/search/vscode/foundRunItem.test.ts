import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { foundRunItem } from "#features/search/vscode/foundRunItem.ts";
import { localConnectionId } from "#runs/labels/localRun.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";

describe("the row of a run that a search found", () => {
  const found = { id: "r1", status: "completed", title: "Who is Ann?", unanswered: 0, hasEvents: true };
  const wordsOf = (connectionId: string): string | undefined => {
    const options = { connectionId, query: parseQuery("Ann", 0), isOpen: false, now: 0 };
    return foundRunItem({ ...found, values: [], steps: [], moreSteps: 0 }, options).contextValue;
  };

  it("offers of a local run only what can be done with it", () => {
    assert.equal(wordsOf(localConnectionId("1")), "run kept local completed");
    assert.equal(wordsOf("c1"), "run terminal completed");
  });
});
