import { describe, expect, test } from "vitest";
import type { Run } from "../../../../src/api/schemas.ts";
import { factsOfRun } from "../../../../src/runs/facts/factsOfRun.ts";
import type { RunFacts } from "../../../../src/runs/facts/runFacts.ts";
import { causeMessage, causesOf, causeTitle, fingerprintOf } from "../../../../src/runs/failures/causes.ts";
import type { StoryStep } from "../../../../src/runs/story/storySteps.ts";
import { misplaced, readFamilies } from "../../../support/failures/families.ts";
import { seededCauses, seededFailures, seededNumbers } from "../../../support/failures/seededRuns.ts";

const failed = (id: string, error: RunFacts["error"], more: Partial<RunFacts> = {}): RunFacts => ({
  ...{ id, status: "failed", error, tools: [], nodes: [], waits: [], unanswered: 0, hasEvents: true },
  ...more,
});

describe("1,000 failed runs with 12 causes", () => {
  const runs = seededFailures(1_000);
  const causes = causesOf(runs);

  test("are 12 groups, each with the runs of one cause", () => {
    expect(causes).toHaveLength(12);
    for (const { runs: own } of causes) {
      const seeds = new Set(own.map(({ id }) => Number(id.slice("run-".length)) % seededCauses.length));
      expect(seeds.size).toBe(1);
    }
    expect(causes.map(({ runs: own }) => own.length)).toEqual([84, 84, 84, 84, ...Array<number>(8).fill(83)]);
  });
});

test("a mocked failure is no cause", () => {
  const runs = [failed("a", { message: "No" }), failed("b", { message: "[MOCKED] No", mocked: true })];
  expect(causesOf(runs).map(({ runs: own }) => own.map(({ id }) => id))).toEqual([["a"]]);
});

describe("the message of a cause", () => {
  test.each<[string, string[], string]>([
    ["shows a range of numbers", ["Line 214 has 7", "Line 12 has 7", "Line 480 has 7"], "Line 12–480 has 7"],
    ["keeps the unit around a range", ["No answer in 9.5 s", "No answer in 60 s"], "No answer in 9.5–60 s"],
    ["says the kind where the units differ", ["No answer in 900 ms", "No answer in 60 s"], "No answer in ‹time›"],
    ["takes a list of values as one", ["Rows 1, 2 and 3 are bad", "Rows 4 are bad"], "Rows ‹number› are bad"],
    ["shows nothing of left out data as equal", ['Bad {"a": 1} here', 'Bad {"a": 2} here'], "Bad ‹data› here"],
  ])("%s", (_, messages, shown) => {
    const [cause, ...others] = causesOf(messages.map((message, at) => failed(`${at}`, { type: "T", message })));
    expect(others).toEqual([]);
    expect(causeMessage(cause!)).toBe(shown);
  });
});

test("causes are the same before and after the steps of some runs or all of them are known", () => {
  const random = seededNumbers(12);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const messages = ["No answer within 30 s", "get_order: no connection", "", "search failed"];
  const runs = Array.from({ length: 200 }, (_, n): Run => {
    const message = pick(...messages);
    const error = pick<unknown>(
      message,
      { code: pick("timeout", "bad_request"), message },
      { message, failed_nodes: [{ name: pick("crm", "Agent"), error_message: message }] },
      { message, details: { tool: "get_order" } },
    );
    return { id: `run-${n}`, status: "failed", error };
  });
  const call = { id: "1", sequence: 1, kind: "tool", input: {}, result: undefined, progress: "" } as const;
  const stepsOf = (): StoryStep[] =>
    pick<string[]>([], ["search"], ["get_order"], ["search", "get_order"]).map((name) => ({
      ...call,
      name,
      state: pick("failed", "finished", "unfinished"),
    }));
  const seen = (isRead: () => boolean) =>
    causesOf(runs.map((run) => factsOfRun(run, isRead() ? { steps: stepsOf() } : {}))).map((cause) => ({
      id: cause.id,
      title: causeTitle(cause),
      runs: cause.runs.map(({ id }) => id),
    }));
  const before = seen(() => false);
  expect(before.length).toBeGreaterThan(5);
  expect(seen(() => random() < 0.5)).toEqual(before);
  expect(seen(() => true)).toEqual(before);
});

test("the fingerprints of 60 messages never mix two of 20 families, and keep each together", () => {
  const messages = readFamilies("errorFamilies.txt");
  expect(messages).toHaveLength(60);
  expect(misplaced(messages, (error) => fingerprintOf(error).id)).toEqual([]);
});

test("the fingerprints of 120 messages that the patterns weren't made with never mix two families, and 112 are right", () => {
  const messages = readFamilies("unseenFamilies.txt");
  expect(messages).toHaveLength(120);
  const wrong = misplaced(messages, (error) => fingerprintOf(error).id);
  expect(wrong.filter((each) => each.includes("(mixed)"))).toEqual([]);
  expect(wrong).toHaveLength(8);
});

test("the text of an exception inside a message tells causes apart", () => {
  const printOf = (why: string): string =>
    fingerprintOf({ type: "ConnectionError", message: `Max retries (Caused by NewConnectionError('<x>: ${why}'))` }).id;
  expect(printOf("Connection refused")).not.toBe(printOf("Name or service not known"));
});
