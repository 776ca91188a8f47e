import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hadWaitingKey, pendingOutputsKey } from "#host/ids.ts";
import { CreateJournal } from "#runs/create/createJournal.ts";
import { journalStorage } from "#workbench/core/journalStorage.ts";
import { hasUnfinished } from "#workbench/core/unfinished.ts";
import { memoryOf } from "../../../support/state/fakeStorage.ts";

let storage: string;

beforeEach(async () => {
  storage = await mkdtemp(join(tmpdir(), "unfinished-"));
});

afterEach(() => rm(storage, { recursive: true }));

const here = "file:///here";
const isLeft = (state = new Map<string, unknown>()): Promise<boolean> =>
  hasUnfinished({ window: memoryOf(state), storage, workspace: here }, []);

test("a window without unfinished work has nothing to load", async () => {
  expect(await isLeft()).toBe(false);
  expect(await isLeft(new Map<string, unknown>([[pendingOutputsKey, []]]))).toBe(false);
  await mkdir(join(storage, "batches", "b1"), { recursive: true });
  expect(await isLeft()).toBe(false);
});

test("a request without a response is unfinished until its outcome is known", async () => {
  const state = new Map<string, unknown>();
  const journal = new CreateJournal(journalStorage(memoryOf(state)));
  const sent = { contentHash: "a", sentAt: Date.now(), knownIds: [] };
  const id = await journal.add({ connectionId: "app", baseUrl: "https://app.example", name: "refund.run.json", sent });
  expect(await isLeft(state)).toBe(true);
  await journal.remove(id);
  expect(await isLeft(state)).toBe(false);
});

test("what a feature has left is unfinished, too", async () => {
  const sources = { window: memoryOf(new Map()), storage, workspace: here };
  const none = async (): Promise<boolean> => false;
  expect(await hasUnfinished(sources, [none, () => false])).toBe(false);
  expect(await hasUnfinished(sources, [none, (given) => given === sources])).toBe(true);
});

test("runs that waited when the window was closed are counted again", async () => {
  expect(await isLeft(new Map<string, unknown>([[hadWaitingKey, true]]))).toBe(true);
  expect(await isLeft(new Map<string, unknown>([[hadWaitingKey, false]]))).toBe(false);
});
