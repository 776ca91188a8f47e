import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "../../../../../src/api/errors.ts";
import type { Clock } from "../../../../../src/api/http/clock.ts";
import type { Run, RunEvent } from "../../../../../src/api/schemas.ts";
import type { LocalIndex } from "../../../../../src/runs/search/localIndex.ts";
import { ReadingLease } from "../../../../../src/runs/search/reading/readingLease.ts";
import { fakeApi, pageOf } from "../../../../support/fakeApi.ts";
import { endedRun, idsOf, workerScript } from "../../../../support/search/indexes.ts";
import { LocalIndexes } from "../../../../support/search/localIndexes.ts";

const hour = 3_600_000;

let indexes: LocalIndexes;
/** What the app has, and how many events a run has. */
let runs: Map<string, Run>;
let eventCounts: Map<string, number>;
/** Each request with its time. A call that isn't here fails, so nothing is ever changed. */
let requests: { id: string; what: "run" | number; at: number }[];
/** Whether a person has runs indexed. */
let isAsked: boolean;
let perHour: number;
let isBusy: () => boolean;
let beforeEvents: (id: string) => Promise<void> | void;
let time: number;
/** Waits that are longer pass at once. Shorter ones, such as for another window that reads, take no time at all. */
let passing: number;
/** Whether longer waits don't pass, until somebody ends them. */
let isHeld: boolean;
/** Whether a window reads, so that no time passes for it: between two requests no hour goes by. */
let isReading: () => Promise<boolean>;
const clock: Clock = {
  now: () => time,
  elapsed: () => time,
  random: () => 0,
  sleep: async (ms, signal) => {
    if (isHeld && ms > passing) await delay(ms, undefined, { signal });
    await delay(1, undefined, { signal });
    if (ms <= passing) return;
    while (await isReading()) await delay(1, undefined, { signal });
    time += ms;
  },
};

function eventsOf(id: string): RunEvent[] {
  const texts = Array.from({ length: (eventCounts.get(id) ?? 4) - 2 }, (_, place): RunEvent => {
    const data = { object: "text", delta: place === 0 ? `word${id} ` : "and more " };
    return { type: "agent.reasoning.delta", sequence: place + 2, data };
  });
  return [{ type: "run.started", sequence: 1 }, ...texts, { type: "run.completed", sequence: texts.length + 2 }];
}

const api = fakeApi({
  listRuns: ({ page = 1, page_size: size = 25 } = {}) => {
    expect(isAsked, "no list is read without a person asking").toBe(true);
    return Promise.resolve(pageOf([...runs.values()].toReversed(), page, size));
  },
  getRun: (id) => {
    requests.push({ id, what: "run", at: time });
    return Promise.resolve(runs.get(id)!);
  },
  listEvents: async (id, { page = 1, page_size: size = 25 } = {}, { once } = {}) => {
    requests.push({ id, what: page, at: time });
    if (!isAsked) expect(once, "a client that tries again makes more requests than were counted").toBe(true);
    await beforeEvents(id);
    return pageOf(eventsOf(id), page, size);
  },
});

/** A window whose list has shown these runs, if any. */
function window(shown: readonly Run[] = []): LocalIndex {
  const known = (_: string, id: string): Run | undefined => shown.find((run) => run.id === id);
  return indexes.window(workerScript(), { perHour: () => perHour, isBusy: () => isBusy(), clock, known });
}

function put(count: number, from = 0): Run[] {
  const added = Array.from({ length: count }, (_, place) => endedRun(`run-${from + place}`, from + place));
  for (const run of added) runs.set(run.id, run);
  return added;
}

async function indexed(of: LocalIndex): Promise<number> {
  return (await of.indexOf("app")!.coverage()).indexed;
}

/** The most requests in any hour. */
function busiestHour(): number {
  return Math.max(
    ...requests.map((first) => requests.filter(({ at }) => at >= first.at && at < first.at + hour).length),
  );
}

beforeEach(() => {
  runs = new Map();
  eventCounts = new Map();
  requests = [];
  isAsked = false;
  perHour = 100;
  isBusy = () => false;
  beforeEvents = () => undefined;
  time = new Date(2026, 10, 25).getTime();
  passing = 60_000;
  isHeld = false;
  isReading = () => Promise.resolve(false);
  indexes = new LocalIndexes(() => Promise.resolve(api));
});

afterEach(() => {
  indexes.dispose();
  expect(indexes.errors).toEqual([]);
});

test("the steps of runs that the list has shown are found soon, with one request for each, the newest first", async () => {
  const shown = put(12);
  const open: Run = { ...endedRun("open", 20), status: "started", ended_at: null };
  const first = window([...shown, open]);
  await first.see("app", [...shown, open]);
  await expect.poll(() => indexed(first)).toBe(12);
  expect(requests.map(({ id, what }) => [id, what])).toEqual(shown.map(({ id }) => [id, 1]).toReversed());
  expect(await idsOf(first.indexOf("app")!, "wordrun")).toHaveLength(12);
  expect(await first.indexOf("app")!.coverage()).toMatchObject({ listed: 1, unread: undefined });
});

test("no hour has more requests than the setting allows, of all windows together, and nothing is read twice", async () => {
  perHour = 7;
  const shown = put(24);
  // One that needs three pages, and one that needs all of an hour.
  eventCounts.set("run-20", 500).set("run-15", 1_400);
  const windows = [window(shown), window(shown.slice(0, 18))];
  isReading = async () => (await windows[0]!.indexOf("app")!.state("reading")) !== undefined;
  await Promise.all([windows[0]!.see("app", shown), windows[1]!.see("app", shown.slice(0, 18))]);
  await expect.poll(() => indexed(windows[0]!), { timeout: 20_000 }).toBe(24);
  // The first pages of long runs say how many there are, and only they are read again when there weren't enough.
  const twice = requests.filter((request, place) =>
    requests.slice(0, place).some(({ id, what }) => id === request.id && what === request.what),
  );
  expect(twice.filter(({ what }) => what !== 1)).toEqual([]);
  expect(twice.map(({ id }) => id).filter((id) => id !== "run-20" && id !== "run-15")).toEqual([]);
  expect(busiestHour()).toBeLessThanOrEqual(7);
  expect(busiestHour()).toBe(7);
});

test("a run that needs more requests than an hour has is left to a person, and the others are read", async () => {
  perHour = 4;
  const shown = put(3);
  eventCounts.set("run-1", 2_000);
  const first = window(shown);
  await first.see("app", shown);
  await expect.poll(() => indexed(first)).toBe(2);
  expect(requests.map(({ id, what }) => [id, what])).toEqual([
    ["run-2", 1],
    ["run-1", 1],
    ["run-0", 1],
  ]);
  expect(await first.indexOf("app")!.coverage()).toMatchObject({ indexed: 2, unread: 1 });
});

test("a run that can't be read keeps no other run from being read, and is tried again now and then", async () => {
  const shown = put(5);
  perHour = 1_000;
  passing = 1_000;
  beforeEvents = (id) => {
    if (id === "run-4") throw new ApiError({ kind: "server", status: 500, message: "This run can't be read." });
  };
  const first = window(shown);
  await first.see("app", shown);
  await expect.poll(() => indexed(first)).toBe(4);
  expect(requests.slice(0, 5).map(({ id }) => id)).toEqual(["run-4", "run-3", "run-2", "run-1", "run-0"]);
  // It is tried again, but in a day not much more often than in an hour.
  const began = time;
  await expect.poll(() => time, { timeout: 20_000 }).toBeGreaterThan(began + 24 * hour);
  const tries = requests.filter(({ id, at }) => id === "run-4" && at < began + 24 * hour);
  expect(tries.length).toBeGreaterThan(5);
  expect(tries.length).toBeLessThan(15);
  beforeEvents = () => undefined;
  await expect.poll(() => indexed(first)).toBe(5);
});

test("a deleted run is asked for once, in all windows, and isn't found any more", async () => {
  const shown = put(6);
  beforeEvents = (id) => {
    if (id === "run-3") throw new ApiError({ kind: "not-found", status: 404, code: "not_found", message: "Gone." });
    // The page of a proxy says nothing of the run.
    if (id === "run-2") throw new ApiError({ kind: "not-found", status: 404, message: "Not found." });
  };
  isHeld = true;
  const first = window(shown);
  await first.see("app", shown);
  await expect.poll(() => indexed(first)).toBe(4);
  expect(await first.indexOf("app")!.coverage()).toMatchObject({ indexed: 4, unread: 1 });
  expect((await first.factsOf("app")!.facts()).map(({ id }) => id).toSorted()).toEqual([
    "run-0",
    "run-1",
    "run-2",
    "run-4",
    "run-5",
  ]);
  first.dispose();
  isHeld = false;
  beforeEvents = () => undefined;
  const second = window();
  second.readInBackground("app");
  await expect.poll(() => indexed(second)).toBe(5);
  expect(requests.filter(({ id }) => id === "run-3")).toHaveLength(1);
});

test("more requests in the setting let a run be read that needed too many", async () => {
  const shown = put(2);
  perHour = 4;
  eventCounts.set("run-1", 2_000);
  const first = window(shown);
  await first.see("app", shown);
  await expect.poll(() => indexed(first)).toBe(1);
  perHour = 100;
  await first.lookAtSetting();
  first.readInBackground("app");
  await expect.poll(() => indexed(first)).toBe(2);
});

test("another key is tried at once, and a connection without reading isn't read for it", async () => {
  const shown = put(5);
  let isAllowed = false;
  isHeld = true;
  const refused = new Promise<void>((resolve) => {
    beforeEvents = () => {
      if (isAllowed) return;
      resolve();
      throw new ApiError({ kind: "auth", status: 401, message: "No key." });
    };
  });
  const first = window(shown);
  await first.see("app", shown);
  await refused;
  // The list's own changes don't make a request with the refused key.
  first.readInBackground("app");
  await delay(50);
  expect(requests).toHaveLength(1);
  isAllowed = true;
  await first.retry("app");
  await expect.poll(() => indexed(first)).toBe(5);
  const second = window();
  await second.retry("app");
  expect(requests).toHaveLength(6);
});

test("it goes on when another window has read for a person", async () => {
  const shown = put(12);
  const [first, other] = [window(shown), window()];
  const index = other.indexOf("app")!;
  const lease = new ReadingLease(index, "other", () => clock.now());
  let isTaken = false;
  passing = 1_000;
  beforeEvents = async (id) => {
    if (id !== "run-8" || isTaken) return;
    isTaken = await lease.take();
  };
  eventCounts.set("run-8", 900);
  await first.see("app", shown);
  await expect.poll(() => isTaken).toBe(true);
  await expect.poll(() => indexed(first)).toBe(12);
});

test("the next window goes on where this one has ended", async () => {
  const shown = put(10);
  const first = window(shown);
  const stopped = new Promise<void>((resolve) => {
    beforeEvents = (id) => {
      if (id !== "run-6") return;
      first.dispose();
      resolve();
    };
  });
  void first.see("app", shown);
  await stopped;
  beforeEvents = () => undefined;
  // The first one couldn't say any more that it has ended.
  passing = 1_000;
  const second = window();
  second.readInBackground("app");
  await expect.poll(() => indexed(second)).toBe(10);
  const events = requests.filter(({ what }) => what === 1).map(({ id }) => id);
  // The one that was being read is the only one that is read again.
  expect(events.filter((id, place) => events.indexOf(id) < place && id !== "run-6")).toEqual([]);
  expect(requests.filter(({ what }) => what === "run").length).toBeLessThanOrEqual(7);
});

test("it waits while the window has other work with the app", async () => {
  const shown = put(2);
  let looks = 0;
  isBusy = () => ++looks < 5;
  const first = window(shown);
  await first.see("app", shown);
  await expect.poll(() => indexed(first)).toBe(2);
  expect(looks).toBe(6);
});

test("it ends when a person has runs indexed, and no run is read by both", async () => {
  const shown = put(30);
  const first = window(shown);
  const asked = new Promise<void>((resolve, reject) => {
    beforeEvents = (id) => {
      if (id !== "run-20") return;
      isAsked = true;
      first.readerOf("app")!.start().then(resolve, reject);
    };
  });
  await first.see("app", shown);
  await asked;
  expect(await indexed(first)).toBe(30);
  const events = requests.filter(({ what }) => what === 1).map(({ id }) => id);
  expect(events.filter((id, place) => events.indexOf(id) < place && id !== "run-20")).toEqual([]);
});

test("nothing is requested without requests in the setting, with the index off, or after the app refused", async () => {
  const shown = put(5);
  perHour = 0;
  const first = window(shown);
  await first.see("app", shown);
  indexes.isOn = false;
  perHour = 100;
  first.readInBackground("app");
  indexes.isOn = true;
  expect(requests).toEqual([]);
  const until = time + hour;
  beforeEvents = () => {
    if (time < until) throw new ApiError({ kind: "auth", message: "No key." });
  };
  first.readInBackground("app");
  await expect.poll(() => indexed(first)).toBe(5);
  expect(requests.filter(({ at }) => at < until)).toHaveLength(1);
});
