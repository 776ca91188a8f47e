import { expect, test } from "vitest";
import { StoryGrouper } from "#workbench/panel/page/story/groups/storyGroups.ts";
import { outline } from "#workbench/panel/page/story/outline/outlineEntries.ts";
import type { SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

const speaker = (key: string, group: string): SpeakerView => ({ key, name: key, group });
const call = (sequence: number, by: SpeakerView, part: object = {}): StepView => ({
  kind: "tool",
  id: String(sequence),
  sequence,
  name: `call ${sequence}`,
  summary: "",
  state: "finished",
  speaker: by,
  ...part,
});
const lines = (...steps: StepView[]): string[] =>
  outline(new StoryGrouper().group(steps)).map((entry) => {
    const name = entry.kind === "speaker" ? entry.speaker.name : entry.kind === "step" ? entry.step.kind : entry.kind;
    return `${"  ".repeat(entry.level - 1)}${name}${"call" in entry && entry.call ? ` is ${entry.call.name}` : ""}`;
  });

test("a node that is one call has one line", () => {
  const [summary, start, map] = [speaker("Summary", "llms"), speaker("start", "utils"), speaker("each", "operators")];
  const text = {
    kind: "text",
    id: "3",
    sequence: 3,
    object: "text",
    text: "",
    growing: false,
    speaker: summary,
  };
  expect(lines(call(1, start), call(2, speaker("crm", "tools")), text as StepView, call(4, map), call(5, map))).toEqual(
    ["start is call 1", "crm is call 2", "Summary", "each", "  tool", "  tool"],
  );
});

test("the call of an agent, and one that started an agent, have lines of their own", () => {
  const [agent, tool] = [speaker("Agent", "agents"), speaker("ask", "tools")];
  const inside = { ...speaker("Helper", "agents"), calledBy: "2" };
  expect(lines(call(1, agent), call(2, tool), call(3, inside))).toEqual([
    "Agent",
    "  tool",
    "ask",
    "  tool",
    "    tool",
  ]);
});
