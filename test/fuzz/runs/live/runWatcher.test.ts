import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { inParallel } from "#base/inParallel.ts";
import { cases } from "../../../support/cases.ts";
import { bytesOf, follow } from "../../../support/live/cutApp.ts";

/** One part of a run: its events, what still arrives after its pause, and whether the next part counts again. */
interface Part {
  events: string[];
  after: number;
  again: boolean;
}

const part: fc.Arbitrary<Part> = fc.record({
  events: fc.array(fc.constantFrom("text", "call", "data", "ask"), { maxLength: 4 }),
  after: fc.nat({ max: 2 }),
  again: fc.boolean(),
});

/** The events of a run in the order in which they happen. After a resume the count may go on from the pause. */
function happened(parts: readonly Part[]): RunEvent[] {
  const events: RunEvent[] = [];
  let sequence = 0;
  const emit = (type: string, data: unknown = {}): void => {
    const number = events.length;
    const timestamp = new Date(Date.UTC(2026, 5, 1) + number * 1_000).toISOString();
    events.push({ id: `event-${number}`, type, sequence: ++sequence, timestamp, data });
  };
  emit("run.started", { id: "r1" });
  for (const [index, { events: kinds, after, again }] of parts.entries()) {
    for (const kind of kinds) {
      if (kind === "text") emit("agent.reasoning.delta", { object: "agent.reasoning", delta: `w${events.length} é ` });
      else if (kind === "data") emit("run.data", { value: events.length });
      else if (kind === "ask") emit("human_feedback.requested", { id: `q${events.length}`, prompt: "Which one?" });
      else {
        emit("agent.tool_call.started", { id: `c${events.length}`, tool: { name: "look" }, input: events.length });
        emit("agent.tool_call.completed", { id: `c${events.length - 1}`, tool: { name: "look" }, result: "found" });
      }
    }
    if (index === parts.length - 1) break;
    emit("run.paused", { checkpoint_id: `p${index}` });
    const paused = sequence;
    for (let more = 0; more < after; more++) emit("run.human_feedback.received", { id: "q" });
    if (again) sequence = paused - 1;
    emit("run.resumed");
  }
  emit("run.completed", { output: "done" });
  return events;
}

describe("a run whose sequences come twice after a resume", () => {
  const twice: Part[] = [
    { events: ["text", "ask"], after: 1, again: true },
    { events: ["call", "text"], after: 0, again: true },
    { events: ["text"], after: 0, again: false },
  ];

  test("has the same story when its stream is cut at any byte", async () => {
    const events = happened(twice);
    const whole = await follow(events, []);
    const length = events.reduce((sum, event) => sum + bytesOf(event).length, 0);
    const cuts = Array.from({ length: length + 1 }, (_, cut) => cut);
    const differ: number[] = [];
    await inParallel(cuts, 100, async (cut) => {
      if (!isDeepStrictEqual(await follow(events, [{ bytes: cut, missed: 0 }]), whole)) differ.push(cut);
    });
    expect(differ).toEqual([]);
  });

  test("has every event once and the same story, whatever repeats and wherever it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(fc.record({ bytes: fc.nat({ max: 3_000 }), missed: fc.nat({ max: 8 }) }), { maxLength: 6 }),
        async (parts, cuts) => {
          const events = happened(parts);
          const whole = await follow(events, []);
          const ids = (whole as { events: { id: string }[] }).events.map(({ id }) => id);
          expect(ids).toHaveLength(events.length);
          expect(new Set(ids)).toEqual(new Set(events.map(({ id }) => id)));
          expect(await follow(events, cuts)).toEqual(whole);
        },
      ),
      cases(100),
    );
  });
});
