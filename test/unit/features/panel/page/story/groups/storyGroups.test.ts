import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  hasHead,
  type StoryGroup,
  StoryGrouper,
} from "../../../../../../../src/features/panel/page/story/groups/storyGroups.ts";
import type { SpeakerView, StepView } from "../../../../../../../src/features/panel/page/storyViews.ts";

const text = (sequence: number, speaker?: string | SpeakerView, iteration?: number): StepView => ({
  ...{ kind: "text", id: String(sequence), sequence, object: "text", text: "", growing: false },
  iteration,
  speaker: speaker === undefined ? undefined : typeof speaker === "string" ? { key: speaker, name: speaker } : speaker,
});

const call = (sequence: number, speaker: string, iteration: number): StepView => ({
  ...{ kind: "tool", id: String(sequence), sequence, name: "ask", summary: "", state: "running", iteration },
  speaker: { key: speaker, name: speaker },
});

function groupName({ iteration, speaker }: Pick<StoryGroup, "iteration" | "speaker">): string {
  if (speaker === undefined) return `Iteration ${iteration}`;
  return iteration === undefined ? speaker.name : `${speaker.name}, iteration ${iteration}`;
}

const told = (groups: readonly StoryGroup[]): string[] =>
  groups.map((group) => {
    const inside = [...group.inside].map(
      ([id, steps]) => ` (in ${id}: ${steps.map(({ sequence }) => sequence).join(" ")})`,
    );
    return `${hasHead(group) ? groupName(group) : "-"}: ${group.steps.map(({ sequence }) => sequence).join(" ")}${inside.join("")}`;
  });

/** The groups: what each is called and the sequences of its steps. */
const groups = (...steps: StepView[]): string[] => told(new StoryGrouper().group(steps));

test("the result of a run has a section of its own, whatever its event says about iterations", () => {
  const end: StepView = { kind: "completed", id: "3", sequence: 3, iteration: 2, text: "" };
  expect(groups(text(1, "A", 1), text(2, "A", 2), end)).toEqual(["Iteration 1: 1", "Iteration 2: 2", "Result: 3"]);
  expect(groups(text(1), end)).toEqual(["-: 1", "Result: 3"]);
  const workflow: StepView = { kind: "workflow", id: "2", sequence: 2, title: "", text: "", nodes: [] };
  expect(groups(text(0, "B"), text(1, "A"), workflow, end)).toEqual(["B: 0", "A: 1", "Result: 2 3"]);
});

describe("several speakers", () => {
  test("are named, with their iterations, also when another speaks in between", () => {
    const story = [
      text(1),
      text(2, "A"),
      text(3, "B", 1),
      text(4, "B", 1),
      text(5),
      text(6, "B", 2),
      text(7, "A"),
      text(8),
    ];
    expect(groups(...story)).toEqual(["-: 1", "A: 2 7 8", "B, iteration 1: 3 4 5", "B, iteration 2: 6"]);
  });
});

test("a sub-agent's steps are inside its call, at any depth", () => {
  const child = (key: string, calledBy: string): SpeakerView => ({ key, name: key, calledBy });
  const asks: StepView = { ...call(4, "B", 1), speaker: child("B", "2") };
  const story = [
    text(1, "A", 1),
    call(2, "A", 1),
    text(3, child("B", "2"), 1),
    asks,
    text(5, child("C", "4")),
    text(6, "A", 2),
  ];
  expect(groups(...story)).toEqual(["A, iteration 1: 1 2 (in 2: 3 4) (in 4: 5)", "A, iteration 2: 6"]);
  expect(groups(text(1, "A"), text(2, child("B", "gone")))).toEqual(["A: 1", "B: 2"]);
});

test("a story in batches is grouped like one that arrives at once", () => {
  const speaker = fc.option(fc.constantFrom("A", "B", "C"), { nil: undefined });
  const step = fc.record({
    speaker,
    iteration: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    inside: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.array(fc.nat(30)), (all, changed) => {
      const steps = all.map((each, i): StepView => {
        if (each.speaker === undefined) return text(i + 1);
        const calledBy = each.inside && i > 0 ? { calledBy: String(i) } : {};
        return {
          ...call(i + 1, each.speaker, each.iteration ?? 1),
          speaker: { key: each.speaker, name: each.speaker, ...calledBy },
        };
      });
      const grouper = new StoryGrouper();
      let now: readonly StepView[] = [];
      for (let count = 1; count <= steps.length; count += 1) {
        now = [...now, steps[count - 1]!];
        grouper.group(now);
        const at = changed[count % (changed.length || 1)];
        if (at === undefined || at >= now.length) continue;
        now = now.map((step, i) =>
          i === at ? { ...step, until: count, iteration: count % 5 === 0 ? 9 : (step.iteration ?? 1) } : step,
        );
        grouper.group(now);
      }
      expect(grouper.group(now)).toEqual(new StoryGrouper().group(now));
    }),
  );
});
