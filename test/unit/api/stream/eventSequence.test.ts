import { expect, test } from "vitest";
import { EventSequence } from "../../../../src/api/stream/eventSequence.ts";

const event = (sequence: number, type = "agent.reasoning.delta") => ({ sequence, type, data: {} });

test("an event is next, late, or a duplicate", () => {
  const sequence = new EventSequence();
  const places = [1, 2, 2, 5, 1, 4, 4, 3, 6].map((each) => sequence.place(event(each)));
  expect(places).toEqual(["next", "next", "known", "next", "known", "late", "known", "late", "next"]);
  expect(sequence.gaps).toEqual([]);
});

test("missing events are known from 1 on, whatever the server counts from", () => {
  const sequence = new EventSequence();
  expect(sequence.place(event(0))).toBe("next");
  sequence.place(event(3));
  sequence.place(event(5));
  expect(sequence.gaps).toEqual([
    { from: 1, to: 2 },
    { from: 4, to: 4 },
  ]);
});

test("a stream continues after the last sequence, and an earlier terminal event still ends it", () => {
  const sequence = new EventSequence(2);
  expect(sequence.take([event(1), event(3), event(3)])).toEqual([event(3)]);
  expect([sequence.last, sequence.ended]).toEqual([3, false]);
  expect(sequence.take([event(2, "run.completed")])).toEqual([]);
  expect(sequence.ended).toBe(true);
});
