import { expect, test } from "vitest";
import { stepLines } from "../../../../src/cli/run/stepLines.ts";

test("what a hook blocked is a line with its name, also for a call", () => {
  const blocked = { by: "refund policy", point: "on_input", outcome: "answer" };
  const place = { id: "3", sequence: 3 };
  const call = { ...place, kind: "tool", name: "pay", input: {}, progress: "", state: "blocked" } as const;
  expect(stepLines({ ...call, result: "Only managers.", blocked }).at(-1)?.text).toBe(
    '← pay blocked by "refund policy": Only managers.',
  );
  expect(stepLines({ ...place, kind: "blocked", blocked }).map(({ text }) => text)).toEqual([
    'Blocked by "refund policy": the input',
  ]);
});
