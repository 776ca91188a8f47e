import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactNumber } from "#base/json/exactNumber.ts";
import { StepPages } from "#runs/story/stepList.ts";
import type { TextStep, ToolStep, StoryStep } from "#runs/story/storySteps.ts";
import { LargeValue } from "#runs/values/prettyJson.ts";

const text = (sequence: number, part = "", growing = false): TextStep => ({
  id: `${sequence}${part}`,
  sequence,
  kind: "text",
  object: "answer",
  text: `said ${sequence}`,
  growing,
});
const call = (sequence: number, fields: Partial<ToolStep> = {}): ToolStep => ({
  id: `${sequence}:call`,
  sequence,
  kind: "tool",
  name: "search",
  input: undefined,
  result: undefined,
  progress: "",
  state: "running",
  ...fields,
});
const small = { steps: 4, pages: 2 };

test("packed steps are read back unchanged, with exact numbers, large values and any text", () => {
  const pages = new StepPages(small);
  const input = { amount: new ExactNumber("1.0"), none: null, ["__proto__"]: 1, "é\u2028": "\ud800 half, 🙂" };
  const steps: StoryStep[] = [
    call(1, { input, result: new LargeValue("{ beginning", 2_000_000) }),
    call(2, { input: { text: "like a large value", length: 5 }, duration: 0 }),
    { ...text(3), text: `${"x".repeat(200_000)}🙂\ud83d` },
    ...Array.from({ length: 20 }, (_, i) => text(4 + i)),
  ];
  for (const step of steps) pages.push(step);
  expect(pages.slice(0)).toEqual(steps);
  const [first, second] = [pages.get(0), pages.get(1)] as ToolStep[];
  expect([first?.result instanceof LargeValue, second?.input instanceof LargeValue]).toEqual([true, false]);
  expect((first?.input as typeof input | undefined)?.amount).toBeInstanceOf(ExactNumber);
  expect(Object.keys(first?.input as object)).toContain("__proto__");
});

test("after any additions, changes and searches it equals a list, also with late steps", () => {
  const anySteps = fc.array(
    fc.record({
      what: fc.constantFrom("push", "push", "push", "late", "set", "grow", "find", "slice"),
      at: fc.nat(1_000),
      parts: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(anySteps, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), (all, steps, held) => {
      const pages = new StepPages({ steps, pages: held });
      const list: TextStep[] = [];
      let sequence = 0;
      const ids = new Set<string>();
      const push = (step: TextStep): void => {
        if (ids.has(step.id)) return;
        ids.add(step.id);
        pages.push(step);
        list.push(step);
      };
      for (const { what, at, parts } of all) {
        const position = list.length === 0 ? 0 : at % list.length;
        const chosen = list[position];
        if (what === "push") {
          sequence += 1 + (at % 3);
          for (let part = 0; part < parts; part++) push(text(sequence, part === 0 ? "" : `:${part}`));
        } else if (what === "late" && sequence > 1) push(text(1 + (at % sequence), ":late"));
        else if ((what === "set" || what === "grow") && chosen) {
          const next = { ...chosen, text: `${chosen.text}+`, growing: what === "grow" };
          list[position] = next;
          pages.set(position, next);
        } else if (what === "find" && chosen) {
          expect(pages.position(chosen.id)).toBe(position);
          expect(pages.get(position)).toEqual(chosen);
        } else expect(pages.slice(position, position + parts)).toEqual(list.slice(position, position + parts));
      }
      expect(list.map(({ id }) => pages.position(id))).toEqual(list.map((_, index) => index));
      expect([pages.position("none"), pages.position(`${sequence + 1}`), pages.position("1:never")]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect([pages.length, pages.slice(0)]).toEqual([list.length, list]);
    }),
  );
});
