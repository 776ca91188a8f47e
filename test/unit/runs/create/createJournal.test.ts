import { expect, test } from "vitest";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { memoryOf } from "../../../support/state/fakeStorage.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const sent = { contentHash: "a".repeat(64), sentAt: now - 1_000, knownIds: [] };
const entry = { connectionId: "app", baseUrl: "https://app.example", name: "refund.run.json", sent };

const damaged = { ...sent, outline: { o: "x" } };
const key = "dynamiqRuns.sentCreates";

test("a request in progress is left to the next window, and a settled one is not", async () => {
  const window = memoryOf(new Map());
  const journal = new CreateJournal(journalStorage(window), now);
  expect(journal.left).toEqual([]);
  const [settled, open] = [await journal.add(entry), await journal.add({ ...entry, name: "other.json" })];
  await journal.remove(settled);
  expect(journal.left).toEqual([]);
  expect(new CreateJournal(journalStorage(window), now).left).toEqual([{ ...entry, id: open, name: "other.json" }]);
});

test.each([
  ["entries of another shape", [null, 1, { id: "x" }, { ...entry, id: "x", sent: { contentHash: 1 } }]],
  ["what is too old to matter", [{ ...entry, id: "x", sent: { ...sent, sentAt: now - 8 * 24 * 3_600_000 } }]],
  ["an entry with a damaged outline, which would find the wrong run,", [{ ...entry, id: "x", sent: damaged }]],
])("%s is not read as a request", (_name, stored) => {
  expect(new CreateJournal(journalStorage(memoryOf(new Map([[key, stored]]))), now).left).toEqual([]);
});
