import fc from "fast-check";
import { expect, test } from "vitest";
import { oldestFirst } from "#model/runOrder.ts";

test("a thousand runs in whole seconds are in the order in which they were sent", () => {
  const second = fc.nat(20);
  fc.assert(
    fc.property(fc.array(second, { minLength: 1_000, maxLength: 1_000 }), fc.boolean(), (seconds, isOpen) => {
      const started = seconds.toSorted((a, b) => a - b);
      const sent = started.map((of, number) => ({ number, started_at: new Date(of * 1_000).toISOString() }));
      const all = isOpen ? [...sent, { number: -1, started_at: null }, { number: -2, started_at: null }] : sent;
      expect(oldestFirst(all.toReversed())).toEqual(all);
    }),
    { numRuns: 20 },
  );
});
