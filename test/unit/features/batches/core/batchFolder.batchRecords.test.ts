import { expect, test } from "vitest";
import { readAs } from "#base/stored.ts";
import { headSchema } from "#features/batches/core/batchFolder.ts";
import { aHead } from "./batches.ts";

const head = aHead();

test.each(["format", "version", "id", "name", "createdAt", "workspace", "baseline"])("a head needs its %s", (field) => {
  const record = { format: "dynamiq-runs-batch", version: 1, head };
  expect(readAs(headSchema, record)).toBeDefined();
  expect(readAs(headSchema, { ...record, head: { ...head, [field]: null }, [field]: null })).toBeUndefined();
});
