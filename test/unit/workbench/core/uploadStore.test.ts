import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { forgetRemoved } from "#workbench/core/sharedState.ts";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { type SharedState } from "../../../support/state/sharedState.ts";
import { connectionsOf, openShared } from "../../../support/state/windows.ts";

const sha256 = "a".repeat(64);

let disk: MemoryDisk;
let shared: SharedState;
let connections: ConnectionStore;
let store: UploadStore;
let one: string;
let other: string;

beforeEach(async () => {
  disk = new MemoryDisk();
  shared = await openShared(disk);
  connections = connectionsOf(shared);
  one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
  other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
  store = new UploadStore(shared.uploads, connections);
});

afterEach(() => void vi.useRealTimers());

/** Another window, or this one after a reload. */
const open = async (): Promise<UploadStore> => new UploadStore((await openShared(disk)).uploads, connections);

const file = (id: string) => ({ id, name: `${id}.txt`, size: 5, mime_type: "text/plain" });
const ids = async (connectionId: string): Promise<string[]> => (await open()).list(connectionId).map(({ id }) => id);

test("an upload is remembered for its connection, the newest first", async () => {
  const changes: string[] = [];
  store.onDidChange((connectionId) => changes.push(connectionId));
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000 });
  const upload = await store.add(one, file("a"), sha256);
  expect(upload).toEqual({ id: "a", name: "a.txt", size: 5, mimeType: "text/plain", sha256, at: 1_000 });
  await store.add(one, file("b"), sha256);
  await store.add(other, { ...file("c"), mime_type: null }, sha256);
  expect([await ids(one), await ids(other)]).toEqual([["b", "a"], ["c"]]);
  expect(changes).toEqual([one, one, other]);
});

test("uploads and removals of two windows at the same time are all there", async () => {
  const there = await open();
  const heard: string[] = [];
  store.onDidChange((connectionId) => heard.push(connectionId));
  await Promise.all([
    store.add(one, file("a"), sha256),
    there.add(one, file("b"), sha256),
    there.add(other, file("c"), sha256),
  ]);
  await Promise.all([store.forget(one, ["a"]), there.add(one, file("d"), sha256)]);
  await shared.folder.refresh();
  expect(new Set(store.list(one).map(({ id }) => id))).toEqual(new Set(["b", "d"]));
  expect(new Set(await ids(one))).toEqual(new Set(["b", "d"]));
  expect(new Set(heard)).toEqual(new Set([one, other]));
});

test("at most 300 are remembered", async () => {
  for (let i = 0; i < 305; i++) await store.add(one, file(`f${i}`), sha256);
  expect(await ids(one)).toHaveLength(300);
  expect((await ids(one))[0]).toBe("f304");
});

test("another app at the connection's new address has none of them", async () => {
  await store.add(one, file("a"), sha256);
  await connections.move(one, "two.example.com", undefined);
  expect(await ids(one)).toEqual([]);
  await store.add(one, file("b"), sha256);
  expect(await ids(one)).toEqual(["b"]);
});

test("the uploads of a connection go with it", async () => {
  await store.add(one, file("a"), sha256);
  await store.add(other, file("b"), sha256);
  await connections.remove(one);
  forgetRemoved(shared.folder, (id) => connections.wasRemoved(id));
  await shared.folder.settled();
  expect((await openShared(disk)).uploads.entries().map(([, { connectionId }]) => connectionId)).toEqual([other]);
});
