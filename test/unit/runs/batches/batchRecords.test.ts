import { expect, test } from "vitest";
import {
  headRecord,
  readCount,
  readHead,
  readLine,
  readName,
  readState,
  readWasShown,
} from "../../../../src/runs/batches/batchRecords.ts";
import { aHead } from "./batches.ts";

const nothing = [undefined, null, 1, "text", true, [], {}];
const head = aHead();

test.each([
  ...nothing,
  head,
  { ...headRecord(head), format: "other" },
  { ...headRecord(head), version: 2 },
  headRecord({ ...head, id: 1 } as never),
  headRecord({ ...head, name: null } as never),
  headRecord({ ...head, createdAt: "1" } as never),
  headRecord({ ...head, workspace: undefined } as never),
  headRecord({ ...head, baseline: [] } as never),
  headRecord({ ...head, baseline: { runIds: "a" } } as never),
])("%j is no head of a batch", (value) => {
  expect(readHead(value)).toBeUndefined();
});

test.each([
  ...nothing,
  { n: 0 },
  { n: "0", state: { kind: "waiting" } },
  { n: 0.5, state: { kind: "waiting" } },
  { n: 0, state: "waiting" },
  { n: 0, state: { kind: "later" } },
  { n: 0, state: { kind: "created" } },
  { n: 0, state: { kind: "failed", reason: 1 } },
  { n: 0, state: { kind: "unknown" } },
])("%j is no state of a line", (value) => {
  expect(readState(value)).toBeUndefined();
});

test.each([...nothing, { source: 1 }, { name: 1, told: "yes", count: "1" }])("%j contains no other record", (value) => {
  expect(readLine(value)).toBeUndefined();
  expect([readName(value), readWasShown(value), readCount(value)]).toEqual([undefined, undefined, 0]);
});

test("records are read unchanged, with the fields of a later version", () => {
  const input = JSON.parse('{"__proto__":1}') as unknown;
  const line = { source: "a.jsonl:1", request: { input }, later: 1 };
  const state = { n: 1, state: { kind: "unknown", reason: "lost", finding: "none", possible: 2, later: 1 } };
  expect(readLine(line)).toBe(line);
  expect(readState(state)).toBe(state);
  expect(readHead(headRecord(head))).toBe(head);
  expect([readName({ name: "B" }), readWasShown({ told: true }), readCount({ count: 2 })]).toEqual(["B", true, 2]);
});
