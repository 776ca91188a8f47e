import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { comparisonCopy } from "#runs/compare/addComparison.ts";
import { StepList } from "#runs/story/stepList.ts";
import type { RunWithStory } from "#runs/text/heldStories.ts";
import { Cover } from "#runs/values/cover.ts";
import { storyFrom } from "../../../support/compare/storyText.ts";

function runOf(id: string, ...lines: string[]): RunWithStory {
  const run: Run = { id, status: "completed" };
  const story = new StepList();
  for (const step of storyFrom(lines.join("\n"))) story.add(step);
  return { run, story };
}

const ledger = (state: string): string => `read_ledger {"charge":"ch_1"} → "${state}"`;
const [orders, note] = [`search_orders {"customer":1} → {"orders":3}`, `add_note {"ticket":1} → "saved"`];

/** The lines of a comparison, as a model and a person get them. */
function compared(a: RunWithStory, b: RunWithStory): string[] {
  const { text } = comparisonCopy(a, b, "an app", { reader: "person", cover: new Cover(), budgetTokens: 2_000 });
  return text.split("\n");
}

test("a step that moved and changed counts as both, and its line says both", () => {
  const a = runOf("a", "started", ledger("settled"), orders, note);
  const b = runOf("b", "started", orders, note, ledger("open"));
  const change = "moved from step 2 of A to step 4 of B, result settled → open";
  const lines = compared(a, b);
  expect(lines).toContain(`first difference: read_ledger: ${change}`);
  expect(lines).toContain(
    "steps, input and output: 3 equal, 1 changed, 0 only in A, 0 only in B, 1 moved (1 of them changed, too)",
  );
  const at = lines.indexOf(`A step 2, B step 4: read_ledger: ${change}`);
  expect(lines.slice(at + 1, at + 4)).toEqual(["  result:", "  - settled", "  + open"]);
});

test("without such a step the counts are as short as before", () => {
  const a = runOf("a", "started", note, orders, ledger("settled"));
  const b = runOf("b", "started", orders, ledger("settled"), note);
  expect(compared(a, b)).toContain("steps, input and output: 3 equal, 0 changed, 0 only in A, 0 only in B, 1 moved");
});
