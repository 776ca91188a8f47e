import { beforeEach, expect, test } from "vitest";
import { ConnectionStore } from "../../../src/connections/connectionStore.ts";
import { UploadStore } from "../../../src/connections/uploadStore.ts";
import { NextRun } from "../../../src/views/uploads/nextRun.ts";
import { memoryOf, secretsOf } from "../connections/fakeStorage.ts";

let window: Map<string, unknown>;
let uploads: UploadStore;
let one: string;
let other: string;

beforeEach(async () => {
  window = new Map();
  const connections = new ConnectionStore(memoryOf(new Map()), memoryOf(new Map()), secretsOf(new Map()));
  one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
  other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
  uploads = new UploadStore(memoryOf(new Map()), connections, () => undefined);
  for (const id of ["a", "b", "c"]) await uploads.add(one, { id, name: `${id}.txt`, size: 1 }, id);
});

const open = (): NextRun => new NextRun(memoryOf(window), uploads);
const ids = (connectionId: string): string[] => open().list(connectionId).map(({ id }) => id);

test("marks belong to a connection, each is there once, and a reload keeps them", async () => {
  const changes: string[] = [];
  const nextRun = open();
  nextRun.onDidChange((connectionId) => changes.push(connectionId));
  await nextRun.mark(one, ["a"]);
  await nextRun.mark(one, ["a", "b"]);
  expect([ids(one), ids(other)]).toEqual([["b", "a"], []]);
  await nextRun.unmark(one, ["a", "unknown"]);
  expect(ids(one)).toEqual(["b"]);
  expect(changes).toEqual([one, one, one]);
  await nextRun.unmark(one, ["b"]);
  expect([...window.keys()]).toEqual([]);
});

test("what is not known as an upload does not go with a run", async () => {
  await open().mark(one, ["a", "b", "elsewhere"]);
  await uploads.forget(one, ["a"]);
  expect(ids(one)).toEqual(["b"]);
  window.set(`dynamiqRuns.nextRun.${one}`, "text");
  expect(ids(one)).toEqual([]);
});
