import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { type AlarmRule, occasionOf, ruleText, writtenOccasion } from "#features/alarms/core/alarmRule.ts";
import { matchRuns } from "#features/alarms/core/matchRuns.ts";

const minute = 60_000;
const start = Date.parse("2026-12-01T10:00:00Z");

function ruleOn(occasion: string, more: Partial<AlarmRule> = {}): ReadonlyMap<string, AlarmRule> {
  return new Map([["r", { connectionId: "c", occasion: occasionOf(occasion)!, ...more }]]);
}

function run(id: string, status: string, more: Partial<Run> = {}): Run {
  return { id, status, started_at: "2026-12-01T10:00:00Z", ...more };
}

const ids = ({ hits }: ReturnType<typeof matchRuns>): string[] => hits.map((hit) => hit.run.id);

test.each([
  ["failed", "Support: a run fails"],
  ["new-cause", "Support: a run fails with a new cause"],
  ["waiting:10m", "Support: a run waits longer than 10min"],
  ["duration:30s", "Support: a run takes longer than 30s"],
])("%s is read, and named in words", (written, said) => {
  expect(ruleText({ occasion: occasionOf(written)! }, "Support")).toBe(said);
  expect(occasionOf(writtenOccasion(occasionOf(written)!))).toEqual(occasionOf(written));
});

test.each(["", "fails", "failed:1m", "waiting", "waiting:", "waiting:0s", "duration:soon", "new-cause:1"])(
  "%j is no occasion",
  (written) => expect(occasionOf(written)).toBeUndefined(),
);

test("a run that waits is found once, when it has been seen waiting for so long", () => {
  const rules = ruleOn("waiting:10m");
  const waiting = [run("a", "awaiting_input")];
  const first = matchRuns(rules, waiting, { open: {} }, start);
  expect(ids(first)).toEqual([]);
  const second = matchRuns(rules, waiting, { open: first.open }, start + 10 * minute);
  expect(ids(second)).toEqual(["a"]);
  expect(ids(matchRuns(rules, waiting, { open: second.open }, start + 20 * minute))).toEqual([]);
  // Another question begins another wait, and so does one after an answer.
  const asks = (...ids: string[]): Run[] => [run("a", "awaiting_input", { input_requests: ids.map((id) => ({ id })) })];
  const asked = matchRuns(rules, asks("1"), { open: {} }, start);
  const askedOn = matchRuns(rules, asks("1", "2"), { open: asked.open }, start + 10 * minute);
  expect(ids(askedOn)).toEqual(["a"]);
  const askedAnew = matchRuns(rules, asks("3"), { open: askedOn.open }, start + 11 * minute);
  expect(ids(askedAnew)).toEqual([]);
  expect(ids(matchRuns(rules, asks("3"), { open: askedAnew.open }, start + 21 * minute))).toEqual(["a"]);
  const answered = matchRuns(rules, [run("a", "started")], { open: first.open }, start + 5 * minute);
  expect(ids(matchRuns(rules, waiting, { open: answered.open }, start + 11 * minute))).toEqual([]);
});

test("a run that takes long is found while it goes on, or at its end if it ended meanwhile", () => {
  const rules = ruleOn("duration:30s");
  const ended = (second: string): Run => run(`e${second}`, "completed", { ended_at: `2026-12-01T10:00:${second}Z` });
  const runs = [run("on", "started"), ended("31"), ended("29")];
  const looked = matchRuns(rules, runs, { open: {} }, start + 40_000);
  expect(ids(looked)).toEqual(["on", "e31"]);
  const over = [run("on", "completed", { ended_at: "2026-12-01T10:02:00Z" })];
  const last = matchRuns(rules, over, { open: looked.open }, start + 130_000);
  expect(ids(last)).toEqual([]);
  expect(last.open).toEqual({});
});

test("only the first run of a new cause is found, and an alarm on a cause finds its runs", () => {
  const failing = (id: string, message: string): Run => run(id, "failed", { error: { type: "E", message } });
  const known = matchRuns(ruleOn("failed"), [failing("old", "No answer")], { open: {}, causes: [] }, start).causes;
  const runs = [failing("a", "No answer"), failing("b", "No access"), failing("c", "No access")];
  expect(ids(matchRuns(ruleOn("new-cause"), runs, { open: {}, causes: known }, start))).toEqual(["b"]);
  expect(ids(matchRuns(ruleOn("failed", { causeId: known?.[0] }), runs, { open: {} }, start))).toEqual(["a"]);
});
