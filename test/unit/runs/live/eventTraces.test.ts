import fc from "fast-check";
import { expect, test } from "vitest";
import { positionAfter } from "#model/eventPosition.ts";
import { EventTraces } from "#runs/live/eventTraces.ts";

const types = ["run.data", "message.delta", "tool.call.failed"];

test("traces are those of a sorted list, whatever comes late or counts again", () => {
  // A number that comes again has a place just after itself.
  const position = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 }))
    .map(([sequence, again]) => {
      let at = sequence;
      for (let n = 0; n < again; n++) at = positionAfter(at)!;
      return at;
    });
  fc.assert(
    fc.property(fc.uniqueArray(position, { minLength: 20, maxLength: 60 }), (positions) => {
      const traces = new EventTraces();
      const sorted: number[] = [];
      const traceAt = (sequence: number) => ({
        sequence,
        type: types[Math.round(sequence * 1_000) % 3]!,
        failed: Math.floor(sequence) % 5 === 0,
      });
      for (const each of positions) {
        traces.add(traceAt(each));
        sorted.push(each);
        sorted.sort((a, b) => a - b);
        expect([...traces]).toEqual(sorted.map(traceAt));
        expect([traces.length, traces.lastSequence, traces.at(-1)]).toEqual([
          sorted.length,
          sorted.at(-1),
          traceAt(sorted.at(-1)!),
        ]);
      }
      for (let sequence = -0.5; sequence < 22; sequence += 0.25)
        expect(traces.countBefore(sequence)).toBe(sorted.filter((known) => known < sequence).length);
    }),
    { numRuns: 60 },
  );
});
