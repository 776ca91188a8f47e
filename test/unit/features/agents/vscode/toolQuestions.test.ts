import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ToolQuestions } from "#features/agents/vscode/toolQuestions.ts";

let now: number;
let asked: ToolQuestions;

/** Time goes by in an extension host that does its work. */
const pass = (milliseconds: number): void => {
  now += milliseconds;
  vi.advanceTimersByTime(milliseconds);
};

/** A call that comes now, and works for a while before it asks. */
const take = (fingerprint: string): boolean => {
  const { signal } = new AbortController();
  asked.arrive(signal);
  now += 5_000;
  const isTaken = asked.take(fingerprint, signal);
  now -= 5_000;
  return isTaken;
};

afterEach(() => void vi.useRealTimers());

beforeEach(() => {
  vi.useFakeTimers();
  now = 1_000_000;
  asked = new ToolQuestions(() => now);
});

test("an answer that a person had time for counts once", () => {
  asked.begin("start a");
  pass(2_000);
  expect(take("start a")).toBe(true);
  expect(take("start a")).toBe(false);
});

test("a call that waited for a busy extension host was approved by nobody", () => {
  asked.begin("start a");
  // Everything that came meanwhile is handled now, timers first.
  now += 5_000;
  vi.advanceTimersToNextTimer();
  expect(take("start a")).toBe(false);
});

/** What happens in a chat. Each call is prepared; then VS Code calls the tool by itself, or the person decides. */
type Act =
  | { kind: "prepare"; fingerprint: string; decides: "VS Code" | "the person" }
  | { kind: "wait"; milliseconds: number }
  | { kind: "allow" | "skip"; which: number };

const acts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("prepare" as const),
      fingerprint: fc.constantFrom("start a", "start b"),
      decides: fc.constantFrom("VS Code" as const, "the person" as const),
    }),
    fc.record({ kind: fc.constant("wait" as const), milliseconds: fc.constantFrom(40, 700, 1_500, 90_000, 3_700_000) }),
    fc.record({ kind: fc.constantFrom("allow" as const, "skip" as const), which: fc.nat(3) }),
  ),
  { maxLength: 30 },
);

test("whatever a chat does, no call that a person didn't allow is approved", () => {
  const property = fc.property(acts, fc.integer({ min: 0, max: 900 }), (all: Act[], slow) => {
    now = 1_000_000;
    asked = new ToolQuestions(() => now);
    const open: string[] = [];
    for (const act of all) {
      if (act.kind === "wait") pass(act.milliseconds);
      else if (act.kind === "prepare") {
        asked.begin(act.fingerprint);
        if (act.decides === "the person") open.push(act.fingerprint);
        else {
          pass(slow);
          expect(take(act.fingerprint)).toBe(false);
        }
      } else {
        const [fingerprint] = open.splice(act.which, 1);
        if (fingerprint !== undefined && act.kind === "allow") take(fingerprint);
      }
    }
  });
  fc.assert(property, { numRuns: 2_000 });
});

test("a call that nobody has announced asks", () => {
  asked.begin("start a");
  pass(2_000);
  expect(asked.take("start a", new AbortController().signal)).toBe(false);
});
