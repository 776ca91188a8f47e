import { beforeEach, expect, test } from "vitest";
import { UploadStore } from "#workbench/core/uploadStore.ts";
import { NextRun } from "#workbench/runFiles/vscode/create/nextRun.ts";
import { ExtensionState } from "../../../../../support/state/extensionState.ts";
import { connectionsOf, openShared } from "../../../../../support/state/windows.ts";

let window: ExtensionState;
let uploads: UploadStore;
let one: string;
let other: string;

beforeEach(async () => {
  window = new ExtensionState();
  const shared = await openShared();
  const connections = connectionsOf(shared);
  one = (await connections.add({ name: "One", baseUrl: "one.example.com" })).id;
  other = (await connections.add({ name: "Other", baseUrl: "other.example.com" })).id;
  uploads = new UploadStore(shared.uploads, connections);
  for (const id of ["a", "b", "c"]) await uploads.add(one, { id, name: `${id}.txt`, size: 1 }, id);
});

const open = (): NextRun => new NextRun(window.open(), uploads);
const ids = (connectionId: string): string[] =>
  open()
    .list(connectionId)
    .map(({ id }) => id);

test("marks belong to a connection, each exists once, and a reload keeps them", async () => {
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
  expect(window.values).toEqual({});
});

test("an unknown upload does not go with a run", async () => {
  await open().mark(one, ["a", "b", "elsewhere"]);
  await uploads.forget(one, ["a"]);
  expect(ids(one)).toEqual(["b"]);
  await window.settled();
  await window.open().update(`dynamiqRuns.nextRun.${one}`, "text");
  expect(ids(one)).toEqual([]);
});
