import { beforeEach, expect, test } from "vitest";
import { StartedRuns } from "../../../../src/runs/waiting/startedRuns.ts";
import { ToldRequests } from "../../../../src/runs/waiting/toldRequests.ts";
import { memoryOf } from "../../connections/fakeStorage.ts";

const app = "https://app.example.com";
let state: Map<string, unknown>;
let told: ToldRequests;

/** Another window, or this one after a reload. */
const open = () => new ToldRequests(memoryOf(state), (error) => expect.fail(String(error)));
const fresh = (ids: string[], isRead = true, origin = app) => told.fresh("c", origin, ids, isRead);

beforeEach(() => {
  state = new Map();
  told = open();
});

test("what waits when an app is looked at for the first time is no news, what comes later is", () => {
  expect(fresh(["a", "b"])).toEqual([]);
  expect(fresh(["a", "b", "c"])).toEqual(["c"]);
});

test("news stays news until it is told, and is told once, whatever window asks, also after a reload", () => {
  fresh([]);
  expect(fresh(["a"])).toEqual(["a"]);
  expect(fresh(["a", "b"])).toEqual(["a", "b"]);
  open().remember("c", app, ["a"]);
  expect(fresh(["a", "b"])).toEqual(["b"]);
  told = open();
  expect(fresh(["a", "b"])).toEqual(["b"]);
});

test("what came while nobody looked is news when somebody looks again", () => {
  fresh(["a"]);
  told = open();
  expect(fresh(["a", "b"])).toEqual(["b"]);
});

test("a run that was started here is news before the app was read, and does not make old ones news", () => {
  expect(fresh(["mine"], false)).toEqual(["mine"]);
  told.remember("c", app, ["mine"]);
  expect(fresh(["mine", "old"])).toEqual([]);
});

test("another app behind the same connection, and a connection that was removed, begin anew", () => {
  fresh(["a"]);
  expect(fresh(["x"], true, "https://other.example.com")).toEqual([]);
  told.forget("c");
  expect(state.get("dynamiqRuns.told.c")).toBeUndefined();
});

test("the newest thousand are remembered, and what is none in storage is nothing", () => {
  state.set("dynamiqRuns.told.c", { origin: 7, ids: "a" });
  expect(fresh([])).toEqual([]);
  const many = Array.from({ length: 1500 }, (_, index) => `r${index}`);
  told.remember("c", app, many);
  expect(fresh(["r0", "r499", "r500", "r1499"])).toEqual(["r0", "r499"]);
});

test("runs that were started here are known over reloads, and their end is told once", () => {
  const started = () => new StartedRuns(memoryOf(state), (error) => expect.fail(String(error)));
  started().add("c", "one");
  started().add("c", "two");
  started().add("other", "one");
  expect([started().has("c", "one"), started().has("c", "three")]).toEqual([true, false]);
  started().setEnded("c", "one");
  expect(started().underWay("c")).toEqual(["two"]);
  expect(started().has("c", "one")).toBe(true);
  started().forget("c");
  expect([started().has("c", "two"), started().has("other", "one")]).toEqual([false, true]);
  for (let index = 0; index < 600; index++) started().add("c", `r${index}`);
  expect(started().underWay("c")).toHaveLength(500);
  state.set("dynamiqRuns.startedRuns", [null, { runId: 7 }, { connectionId: "c", runId: "fine" }]);
  expect(started().underWay("c")).toEqual(["fine"]);
});
