import { beforeEach, describe, expect, test } from "vitest";
import { failure } from "../../../support/fakeApi.ts";
import { event, listen, range, sequences, settle, useWatchServer, type WatchServer } from "../watchServer.ts";

const freshServer = useWatchServer();
let server: WatchServer;
beforeEach(() => {
  server = freshServer();
});

describe("a gap", () => {
  test("is filled with stored events before the later ones are reported", async () => {
    server.stored = range(1, 500);
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    server.stream.push(...range(1, 250));
    server.stream.push(...range(421, 430));
    await settle();
    expect(sequences(watch)).toEqual(range(1, 430).map(({ sequence }) => sequence));
    expect(watch.log.gaps).toEqual([]);
    const told = changes.flatMap((change) =>
      change.kind === "events" ? change.events.map(({ sequence }) => sequence) : [],
    );
    expect(told).toEqual(range(1, 430).map(({ sequence }) => sequence));
  });

  test("is searched on earlier pages where sequences are sparse", async () => {
    server.stored = range(1, 500).map((each) => ({ ...each, sequence: each.sequence * 10 }));
    const watch = server.watcher.watch("r1");
    await settle();
    server.stream.push(...server.stored.slice(0, 50));
    server.stream.push(...server.stored.slice(60, 70));
    await settle();
    expect(server.pages.slice(-3).map(({ page }) => page)).toEqual([3, 2, 1]);
    expect(sequences(watch)).toEqual(server.stored.slice(0, 70).map(({ sequence }) => sequence));
  });

  test("is not requested any more in a run without stored events in gaps", async () => {
    server.stored = range(1, 50).map((each) => ({ ...each, sequence: each.sequence * 2 }));
    const watch = server.watcher.watch("r1");
    await settle();
    for (const each of server.stored) {
      server.stream.push(each);
      await settle();
    }
    expect(sequences(watch)).toHaveLength(50);
    expect(server.pages).toHaveLength(3);
  });

  test("that can't be filled stays, is requested once, and delays nothing", async () => {
    const watch = server.watcher.watch("r1");
    await settle();
    server.stream.push(event(1));
    await settle();
    server.failing = failure("server");
    server.stream.push(event(5));
    server.stream.push(event(6));
    await settle();
    expect(sequences(watch)).toEqual([1, 5, 6]);
    expect(watch.log.gaps).toEqual([{ from: 2, to: 4 }]);
    expect(server.pages).toHaveLength(1);
    expect(server.errors).toEqual([server.failing]);
  });
});

test("a gap is requested again when the reader wants it, and the story is rebuilt", async () => {
  const watch = server.watcher.watch("r1");
  await settle();
  server.failing = failure("server");
  server.stream.push(event(1), event(4));
  await settle();
  const changes = listen(watch);
  await expect(watch.loadGap!({ from: 2, to: 3 })).rejects.toBe(server.failing);
  server.failing = undefined;
  expect(await watch.loadGap!({ from: 2, to: 3 })).toBe(0);
  expect(changes).toEqual([]);
  server.stored = range(1, 4);
  expect(await watch.loadGap!({ from: 2, to: 3 })).toBe(2);
  expect(sequences(watch)).toEqual([1, 2, 3, 4]);
  expect(changes).toMatchObject([{ kind: "events", events: [{ sequence: 2 }, { sequence: 3 }], rebuilt: true }]);
  expect(watch.runStory.steps).toMatchObject([{ kind: "text", text: "xxxx" }]);
  expect(watch.state.kind).toBe("live");
});

describe("a late event", () => {
  const told = (changes: ReturnType<typeof listen>): number[] =>
    changes.flatMap((change) => (change.kind === "events" ? change.events.map(({ sequence }) => sequence) : []));

  test("is in order with the others of its batch, and only the rest of the gap is requested", async () => {
    server.stored = range(1, 6);
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    server.stream.push(event(1), event(2), event(2), event(1));
    server.stream.push(event(1), event(3), event(5), event(4), event(6, "run.canceled"));
    await settle();
    expect(told(changes)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([sequences(watch), watch.log.gaps, server.pages]).toEqual([[1, 2, 3, 4, 5, 6], [], []]);
  });

  test("whose gap was loaded before is a duplicate", async () => {
    server.stored = range(1, 6);
    const watch = server.watcher.watch("r1");
    const changes = listen(watch);
    await settle();
    server.stream.push(event(1), event(5));
    await settle();
    server.stream.push(event(4), event(3), event(6));
    await settle();
    expect(told(changes)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(watch.runStory.steps).toMatchObject([{ kind: "text", text: "xxxxxx" }]);
    expect(server.pages).toHaveLength(1);
  });

  test("whose gap couldn't be loaded fills it, and the story has its piece in its place", async () => {
    const piece = (sequence: number, delta: string) => event(sequence, undefined, { delta });
    const watch = server.watcher.watch("r1");
    await settle();
    server.failing = failure("server");
    server.stream.push(piece(1, "a"), piece(4, "d"));
    await settle();
    expect(watch.log.gaps).toEqual([{ from: 2, to: 3 }]);
    server.stream.push(piece(3, "c"));
    server.stream.push(piece(2, "b"));
    await settle();
    expect([sequences(watch), watch.log.gaps]).toEqual([[1, 2, 3, 4], []]);
    expect(watch.runStory.steps).toMatchObject([{ kind: "text", text: "abcd" }]);
    server.stream.push(piece(2, "b"), piece(5, "e"));
    await settle();
    expect(watch.runStory.steps).toMatchObject([{ kind: "text", text: "abcde" }]);
  });
});
