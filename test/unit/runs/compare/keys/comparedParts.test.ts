import { expect, test } from "vitest";
import { partsOf } from "#runs/compare/keys/comparedParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";

test("a failed call is the same wherever in the program's code it failed", () => {
  const call = { id: "1", sequence: 1, state: "failed" } as const;
  const tool: StoryStep = { ...call, kind: "tool", name: "crm", input: 1, result: "no", progress: "" };
  const model: StoryStep = { ...call, kind: "model", model: "m", messages: [], output: undefined, error: "no" };
  for (const step of [tool, model])
    expect(partsOf({ ...step, traceback: 'File "crm.py", line 41' })).toEqual(partsOf(step));
});
