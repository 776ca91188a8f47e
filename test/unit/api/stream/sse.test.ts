import fc from "fast-check";
import { expect, test } from "vitest";
import { runEventSchema } from "#api/schemas.ts";
import { isRunEvent } from "#api/stream/sse.ts";

const text = fc.oneof(fc.string(), fc.constant(null), fc.jsonValue());
const sequence = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2 ** 53, -(2 ** 53), -0, "1", null));
const event = fc.record(
  {
    id: text,
    type: fc.oneof({ arbitrary: fc.string(), weight: 3 }, fc.jsonValue()),
    sequence,
    timestamp: text,
    data: fc.jsonValue(),
    source: fc.jsonValue(),
    more: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

test("it accepts exactly what the schema accepts", () => {
  const counts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof({ arbitrary: event, weight: 9 }, fc.jsonValue()), (value) => {
      const result = runEventSchema.safeParse(value);
      expect(isRunEvent(value)).toBe(result.success);
      counts[result.success ? "taken" : "refused"]++;
      if (result.success) expect(result.data).toEqual(value);
    }),
    { numRuns: 10_000 },
  );
  expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(100);
});
