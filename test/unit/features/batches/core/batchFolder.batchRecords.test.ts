import { expect, test } from "vitest";
import { headRecord, readHead } from "../../../../../src/features/batches/core/batchFolder.ts";
import { aHead } from "./batches.ts";

const head = aHead();

test.each(["format", "version", "id", "name", "createdAt", "workspace", "baseline"])("a head needs its %s", (field) => {
  const record: object = headRecord(head);
  expect(readHead(record)).toBeDefined();
  expect(readHead({ ...record, head: { ...head, [field]: null }, [field]: null })).toBeUndefined();
});
