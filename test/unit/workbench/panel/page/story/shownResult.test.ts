import { expect, test } from "vitest";
import { wordsOf } from "#workbench/panel/page/story/find/stepWords.ts";
import { searchedStory, shownResult } from "#workbench/panel/page/story/shownResult.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

const story: StepView[] = [
  { kind: "paused", id: "1", sequence: 1, title: "Paused", text: "Until 09:30" },
  { kind: "completed", id: "2", sequence: 2, title: "Completed", text: "" },
];
const found = (steps: readonly StepView[]): string[][] => steps.map((step) => wordsOf(step).map(({ text }) => text));

test("a search finds the words of a line, and in place of *Completed* the result that is shown there", () => {
  const result = shownResult({ kind: "value", value: { answer: "Refunded" }, bytes: 21 }, story);
  expect(found(searchedStory(story, result, true))).toEqual([["Paused", "Until 09:30"], ["answer Refunded"]]);
  expect(found(searchedStory(story, undefined, true))).toEqual([["Paused", "Until 09:30"], ["Completed"]]);
});
