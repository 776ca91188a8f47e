import { expect, test } from "vitest";
import {
  headRecord,
  readCount,
  readHead,
  readLine,
  readName,
  readState,
  readWasShown,
} from "../../../../../src/features/batches/core/batchRecords.ts";
import { aHead } from "./batches.ts";

const head = aHead();

test.each(["format", "version", "id", "name", "createdAt", "workspace", "baseline"])("a head needs its %s", (field) => {
  const record: object = headRecord(head);
  expect(readHead(record)).toBeDefined();
  expect(readHead({ ...record, head: { ...head, [field]: null }, [field]: null })).toBeUndefined();
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
