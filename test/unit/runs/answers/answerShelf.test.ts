import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AnswerShelf, type KeptDraft } from "../../../../src/runs/answers/answerShelf.ts";
import type { AnswerRecord } from "../../../../src/runs/answers/answerTypes.ts";
import { memoryOf } from "../../connections/fakeStorage.ts";

const fail = (error: unknown): void => expect.fail(String(error));

function kept(requestId: string, feedback: string, at = 1): KeptDraft {
  return { connectionId: "app", runId: "run", requestId, draft: { feedback }, at };
}

function record(requestId: string, at: number): AnswerRecord {
  const answer = { type: "human_feedback", request_id: requestId, feedback: "Yes" } as const;
  return { connectionId: "app", runId: "run", requestId, answer, at, certain: true };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("writes the first change at once, and the next ones together soon after", () => {
  const state = new Map<string, unknown>();
  const shelf = new AnswerShelf(memoryOf(state), fail);
  const stored = (): unknown => new AnswerShelf(memoryOf(state), fail).draft("a")?.draft.feedback;
  shelf.setDraft("a", kept("a", "W"));
  expect(stored()).toBe("W");
  shelf.setDraft("a", kept("a", "Wa"));
  shelf.setDraft("a", kept("a", "War"));
  expect(stored()).toBe("W");
  expect(shelf.draft("a")?.draft.feedback).toBe("War");
  vi.advanceTimersByTime(300);
  expect(stored()).toBe("War");
});

test("writes what is left when it ends", () => {
  const state = new Map<string, unknown>();
  const shelf = new AnswerShelf(memoryOf(state), fail);
  shelf.setDraft("a", kept("a", "One"));
  shelf.setDraft("b", kept("b", "Two"));
  shelf.dispose();
  expect(new AnswerShelf(memoryOf(state), fail).drafts()).toHaveLength(2);
});

test("leaves what another window has written", () => {
  const state = new Map<string, unknown>();
  const [one, two] = [new AnswerShelf(memoryOf(state), fail), new AnswerShelf(memoryOf(state), fail)];
  one.setDraft("a", kept("a", "One"));
  two.setDraft("b", kept("b", "Two"));
  one.setDraft("c", kept("c", "Three"));
  one.dispose();
  expect(two.drafts().map(({ requestId }) => requestId).sort()).toEqual(["a", "b", "c"]);
  two.setDraft("a", kept("a", ""));
  two.dispose();
  expect(one.draft("a")).toBeUndefined();
});

test("keeps the newest 500", () => {
  const state = new Map<string, unknown>();
  const shelf = new AnswerShelf(memoryOf(state), fail);
  for (let at = 0; at < 510; at++) shelf.setRecord(`r${at}`, record(`r${at}`, at));
  expect(shelf.records()).toHaveLength(500);
  expect(shelf.record("r9")).toBeUndefined();
  expect(shelf.record("r10")).toBeDefined();
});

test("keeps a very long draft, and of the others as many as there is room for", () => {
  const shelf = new AnswerShelf(memoryOf(new Map()), fail);
  for (let at = 0; at < 6; at++) shelf.setDraft(`d${at}`, kept(`d${at}`, "x".repeat(1_000_000), at));
  vi.advanceTimersByTime(300);
  expect(shelf.drafts().map(({ requestId }) => requestId).sort()).toEqual(["d3", "d4", "d5"]);
  shelf.setDraft("long", kept("long", "y".repeat(9_000_000), 10));
  vi.advanceTimersByTime(300);
  expect(shelf.draft("long")?.draft.feedback).toHaveLength(9_000_000);
});

test("reads nothing into what is no draft and no record", () => {
  const strange = { a: 1, b: null, c: { draft: {} }, d: { ...kept("d", "Fine"), draft: "no" }, e: kept("e", "Fine") };
  const records = { a: { ...record("a", 1), answer: { type: "vote" } }, b: record("b", 2), c: "x" };
  const state = new Map<string, unknown>([["dynamiqRuns.answerDrafts", strange], ["dynamiqRuns.answers", records]]);
  const shelf = new AnswerShelf(memoryOf(state), fail);
  expect(shelf.drafts().map(({ requestId }) => requestId)).toEqual(["e"]);
  expect(shelf.records().map(({ requestId }) => requestId)).toEqual(["b"]);
  expect(new AnswerShelf(memoryOf(new Map([["dynamiqRuns.answers", 5]])), fail).records()).toEqual([]);
});
