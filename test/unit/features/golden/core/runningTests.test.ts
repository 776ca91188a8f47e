import { expect, test } from "vitest";
import {
  interruptedOutcome,
  type RunningTest,
  RunningTests,
} from "../../../../../src/features/golden/core/runningTests.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";

/** Storage that outlives a window, as JSON. */
function storage(stored?: unknown) {
  let text = JSON.stringify(stored);
  return {
    read: (): unknown => (text === undefined ? undefined : JSON.parse(text)),
    write: async (tests: readonly RunningTest[] | undefined): Promise<void> => {
      text = JSON.stringify(tests);
    },
    open(): RunningTests {
      return new RunningTests(this);
    },
  };
}

const leftIn = (tests: RunningTests): string[] => tests.takeLeft().map(({ id }) => id);

test("the next window learns once which tests were in progress, and which runs they had started", () => {
  const place = storage();
  const closed = place.open();
  closed.start("a", "c1");
  closed.created("a", 1, "r1");
  closed.created("a", 2, "r2");
  closed.start("b", "c1");
  closed.start("c", "c2");
  closed.end("c");
  expect(place.open().takeLeft()).toEqual([
    {
      id: "a",
      connectionId: "c1",
      runs: [
        { attempt: 1, runId: "r1" },
        { attempt: 2, runId: "r2" },
      ],
    },
    { id: "b", connectionId: "c1", runs: [] },
  ]);
  expect(place.read()).toBeUndefined();
  expect(place.open().takeLeft()).toEqual([]);
});

test("a test that starts before the left ones are shown forgets none of them", () => {
  const place = storage([{ id: "a", connectionId: "c1", runs: [] }]);
  const next = place.open();
  next.start("b", "c1");
  expect(leftIn(place.open())).toEqual(["a", "b"]);
  next.end("b");
  expect(leftIn(next)).toEqual(["a"]);
});

test("an interrupted test says what happened to its runs, and how to go on", () => {
  const golden = goldenTestWith([{ status: "completed" }], { repeat: { times: 3, atLeast: 2 } });
  const left: RunningTest = { id: "a", connectionId: "c1", runs: [{ attempt: 2, runId: "r2" }] };
  const outcome = interruptedOutcome(golden, left);
  expect(outcome).toMatchObject({
    kind: "errored",
    description: "interrupted, run it again",
    runs: [{ attempt: 2, runId: "r2", kind: "errored" }],
  });
  const none = interruptedOutcome(golden, { ...left, runs: [] });
  expect(none.runs).toMatchObject([{ attempt: 1, failure: { kind: "lost" } }]);
});
