import { expect, test } from "vitest";
import { cleanRun, textsOf } from "../../../../../../src/features/search/core/documents/indexedRun.ts";
import type { ToolStep } from "../../../../../../src/runs/story/storySteps.ts";

const run = { id: "run-1", status: "completed" as const, input: {}, output: {} };

test("the facts of a long run take no look at what its calls were given, and its texts have no secret", async () => {
  let looks = 0;
  const key = "sk-live-4f1d2c3b4a596877";
  const call: ToolStep = {
    ...{ kind: "tool", id: "call-1", sequence: 1, name: `charge ${key}`, state: "failed", duration: 30 },
    get input() {
      looks += 1;
      return { note: `with ${key}` };
    },
    ...{ result: "declined", progress: "" },
  };
  const clean = (await cleanRun({ run, steps: [call] }, [key], 0))!;
  expect(looks).toBe(0);
  expect(clean.row.facts.tools).toEqual([{ name: "charge •••", calls: 1, failed: 1, unfinished: 0, durations: [30] }]);
  const texts = [...textsOf(clean.read)];
  expect(looks).toBeGreaterThan(0);
  expect(texts.find(({ kind }) => kind === "tool")?.text).toContain("declined");
  expect(JSON.stringify(texts)).not.toContain(key);
});

test("a run that was sent without an id and a text has a title that says so", async () => {
  const unreadable = { problem: "id: expected string, received undefined", value: {} };
  const clean = await cleanRun({ run: { ...run, id: "unreadable-0123456789abcdef", unreadable } }, [], 0);
  expect(clean?.row.facts.title).toBe("Run without an ID");
});
