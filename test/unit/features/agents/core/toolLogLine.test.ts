import { expect, test } from "vitest";
import { toolLogLine } from "../../../../../src/features/agents/core/toolLogLine.ts";

test("a call is a line with the names of its arguments, outcome, time and size", () => {
  const entry = { tool: "listRuns", arguments: "limit", characters: 1_203, tokens: 340, took: 45.2 } as const;
  expect(toolLogLine({ ...entry, outcome: "done" })).toBe(
    "Tool listRuns (limit): done in 45 ms, 1,203 characters, about 340 tokens",
  );
  expect(toolLogLine({ ...entry, outcome: "declined", reason: "Nobody confirmed it." })).toBe(
    "Tool listRuns (limit): declined in 45 ms (Nobody confirmed it.), 1,203 characters, about 340 tokens",
  );
});
