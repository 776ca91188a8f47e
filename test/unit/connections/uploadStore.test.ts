import { beforeEach, expect, test } from "vitest";
import { ConnectionStore } from "../../../src/connections/connectionStore.ts";
import { UploadStore } from "../../../src/connections/uploadStore.ts";
import { memoryOf, secretsOf } from "./fakeStorage.ts";

const sha256 = "a".repeat(64);

let person: Map<string, unknown>;
let connections: ConnectionStore;
let store: UploadStore;
let one: string;
let other: string;

beforeEach(async () => {
  person = new Map();
  connections = new ConnectionStore(memoryOf(new Map()), memoryOf(new Map()), secretsOf(new Map()));
  one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
  other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
  store = open();
});

const open = (): UploadStore =>
  new UploadStore(memoryOf(person), connections, (error) => {
    throw error;
  });

const file = (id: string) => ({ id, name: `${id}.txt`, size: 5, mime_type: "text/plain" });
const ids = (connectionId: string): string[] => open().list(connectionId).map(({ id }) => id);

test("an upload is remembered for its connection, the newest first", async () => {
  const changes: string[] = [];
  store.onDidChange((connectionId) => changes.push(connectionId));
  const before = Date.now();
  const { at, ...upload } = await store.add(one, file("a"), sha256);
  expect(upload).toEqual({ id: "a", name: "a.txt", size: 5, mimeType: "text/plain", sha256 });
  expect(at).toBeGreaterThanOrEqual(before);
  await store.add(one, file("b"), sha256);
  await store.add(other, { ...file("c"), mime_type: null }, sha256);
  expect([ids(one), ids(other)]).toEqual([["b", "a"], ["c"]]);
  expect(changes).toEqual([one, one, other]);
});

test("what is forgotten is gone, and the rest stays", async () => {
  for (const id of ["a", "b", "c"]) await store.add(one, file(id), sha256);
  await store.forget(one, ["a", "c", "unknown"]);
  expect(ids(one)).toEqual(["b"]);
});

test("what the storage says late changes nothing of what this window has done", async () => {
  await store.add(one, file("a"), sha256);
  const late = structuredClone(person);
  await store.add(one, file("b"), sha256);
  await store.forget(one, ["a"]);
  for (const [key, value] of late) person.set(key, value);
  expect(store.list(one).map(({ id }) => id)).toEqual(["b"]);
  await store.add(one, file("c"), sha256);
  expect(ids(one)).toEqual(["c", "b"]);
});

test("what another window has uploaded is there, too", async () => {
  await store.add(one, file("a"), sha256);
  await open().add(one, file("b"), sha256);
  expect(new Set(store.list(one).map(({ id }) => id))).toEqual(new Set(["a", "b"]));
});

test("at most 300 are remembered", async () => {
  for (let i = 0; i < 305; i++) await store.add(one, file(`f${i}`), sha256);
  expect(ids(one)).toHaveLength(300);
  expect(ids(one)[0]).toBe("f304");
});

test("another app at the connection's new address knows none of them", async () => {
  await store.add(one, file("a"), sha256);
  await connections.move(one, "two.example.com", undefined);
  expect(ids(one)).toEqual([]);
  await store.add(one, file("b"), sha256);
  expect(ids(one)).toEqual(["b"]);
});

test("the uploads of a connection go with it", async () => {
  await store.add(one, file("a"), sha256);
  await store.add(other, file("b"), sha256);
  await connections.remove(one);
  expect([...person.keys()].filter((key) => person.get(key) !== undefined)).toEqual([`dynamiqRuns.uploads.${other}`]);
});

test.each([["no object", "text"], ["another shape", { origin: 1 }], ["no uploads", { origin: "https://one.example.com", uploads: [null, { id: 1 }] }]])(
  "%s in the storage is not taken for uploads",
  (_name, stored) => {
    person.set(`dynamiqRuns.uploads.${one}`, stored);
    expect(ids(one)).toEqual([]);
  },
);
