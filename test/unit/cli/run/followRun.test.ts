import { expect, test } from "vitest";
import { endSentence } from "../../../../src/cli/run/followRun.ts";

test("the end of a run that a hook blocked names the hook, and not the word completed", () => {
  const times = { started_at: "2026-06-10T09:15:21Z", ended_at: "2026-06-10T09:15:33Z" };
  const output = { content: "Not allowed.", blocked: true, blocked_by: "no injections" };
  const run = { id: "8c2c8e2e", status: "completed", output, ...times };
  expect(endSentence(run)).toBe('Run 8c2c8e2e was blocked by "no injections" in 12 s');
});
