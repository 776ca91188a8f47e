import { expect, test } from "vitest";
import type { StoryItem } from "../../../src/protocol/viewModels.ts";
import { groupName, groupStory, hasHead } from "../../../src/webview/state/storyItems.ts";

const text = (sequence: number, speaker?: string, iteration?: number): StoryItem => ({
  kind: "text",
  id: String(sequence),
  sequence,
  object: "text",
  text: "",
  growing: false,
  ...(iteration === undefined ? {} : { iteration }),
  ...(speaker === undefined ? {} : { speaker: { key: speaker, name: speaker } }),
});

/** The groups: what each is called and the sequences of its items. */
const groups = (...items: StoryItem[]): string[] =>
  groupStory(items, []).map((group) => `${hasHead(group) ? groupName(group) : "-"}: ${group.items.map(({ sequence }) => sequence).join(" ")}`);

test("one speaker alone is not named: its iterations are", () => {
  expect(groups(text(1), text(2, "A", 1), text(3, "A", 1), text(4, "A", 2))).toEqual(["Iteration 1: 1 2 3", "Iteration 2: 4"]);
});

test("several speakers are named, with their iterations where they have some", () => {
  const story = [text(1), text(2, "A"), text(3, "B", 1), text(4, "B", 1), text(5), text(6, "B", 2), text(7, "A"), text(8)];
  expect(groups(...story)).toEqual(["-: 1", "A: 2", "B, iteration 1: 3 4 5", "B, iteration 2: 6", "A: 7 8"]);
});
