import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AnswerShelf, type KeptDraft, legacyAnswers, readKept } from "../../../../src/runs/inputRequests/answerStore.ts";
import type { AnswerRecord } from "../../../../src/runs/inputRequests/answerTypes.ts";
import { readRecord } from "../../../../src/runs/inputRequests/readAnswerRecord.ts";
import type { SharedState } from "../../../../src/sharedState.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared } from "../../../support/state/windows.ts";

const fail = (error: unknown): void => expect.fail(String(error));

function kept(requestId: string, feedback: string, at = 1): KeptDraft {
  return { connectionId: "app", runId: "run", requestId, draft: { feedback }, at };
}

function record(requestId: string, at: number): AnswerRecord {
  const answer = { type: "human_feedback", request_id: requestId, feedback: "Yes" } as const;
  return { connectionId: "app", runId: "run", requestId, answer, at, certain: true };
}

let disk: MemoryDisk;

beforeEach(() => {
  vi.useFakeTimers();
  disk = new MemoryDisk();
});
afterEach(() => void vi.useRealTimers());

interface Opened {
  shelf: AnswerShelf;
  shared: SharedState;
}

/** Another window, or this one after a reload. */
async function open(): Promise<Opened> {
  const shared = await openShared(disk);
  return { shelf: new AnswerShelf(shared, fail), shared };
}

test("writes the first change at once, and the next ones together soon after", async () => {
  const { shelf, shared } = await open();
  const stored = async (): Promise<unknown> => {
    await shared.folder.settled();
    return (await open()).shelf.draft("a")?.draft.feedback;
  };
  shelf.setDraft("a", kept("a", "W"));
  expect(await stored()).toBe("W");
  shelf.setDraft("a", kept("a", "Wa"));
  shelf.setDraft("a", kept("a", "War"));
  expect(await stored()).toBe("W");
  expect(shelf.draft("a")?.draft.feedback).toBe("War");
  vi.advanceTimersByTime(300);
  expect(await stored()).toBe("War");
});

test("writes what is left when it ends", async () => {
  const { shelf, shared } = await open();
  shelf.setDraft("a", kept("a", "One"));
  shelf.setDraft("b", kept("b", "Two"));
  shelf.dispose();
  await shared.folder.settled();
  expect((await open()).shelf.drafts()).toHaveLength(2);
});

test("leaves what another window has written", async () => {
  const [one, two] = [await open(), await open()];
  one.shelf.setDraft("a", kept("a", "One"));
  two.shelf.setDraft("b", kept("b", "Two"));
  one.shelf.setDraft("c", kept("c", "Three"));
  await Promise.all([one.shelf.flush(), two.shelf.flush()]);
  await two.shared.folder.settled();
  await two.shared.folder.refresh();
  expect(two.shelf.drafts().map(({ requestId }) => requestId).sort()).toEqual(["a", "b", "c"]);
  two.shelf.setDraft("a", kept("a", ""));
  await two.shelf.flush();
  await one.shared.folder.refresh();
  expect(one.shelf.draft("a")).toBeUndefined();
});

test("keeps a draft that can't be written in this window, says so, and writes it with the next change", async () => {
  const { shared } = await open();
  const errors: string[] = [];
  const shelf = new AnswerShelf(shared, (error) => errors.push(String(error)));
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  shelf.setDraft("a", kept("a", "One"));
  await shelf.flush();
  await shared.folder.settled();
  expect(errors.join()).toContain("The change to your answer drafts wasn't saved");
  expect(shelf.draft("a")?.draft.feedback).toBe("One");
  disk.before = () => undefined;
  shelf.setDraft("a", kept("a", "One more"));
  await shelf.flush();
  await shared.folder.settled();
  expect((await open()).shelf.draft("a")?.draft.feedback).toBe("One more");
});

test("keeps the newest 500", async () => {
  const { shelf } = await open();
  for (let at = 0; at < 510; at++) {
    vi.setSystemTime(at);
    await shelf.setRecord(`r${at}`, record(`r${at}`, at));
  }
  for (const each of [shelf, (await open()).shelf]) {
    expect(each.records()).toHaveLength(500);
    expect(each.record("r9")).toBeUndefined();
    expect(each.record("r10")).toBeDefined();
    expect(each.recordsSince).toBe(10);
  }
});

test("keeps a very long draft, and of the others as many as there is room for", async () => {
  const { shelf, shared } = await open();
  for (let at = 0; at < 6; at++) {
    vi.setSystemTime(at);
    shelf.setDraft(`d${at}`, kept(`d${at}`, "x".repeat(1_000_000), at));
    await shelf.flush();
  }
  await shared.folder.settled();
  expect(shelf.drafts().map(({ requestId }) => requestId).sort()).toEqual(["d3", "d4", "d5"]);
  vi.setSystemTime(10);
  shelf.setDraft("long", kept("long", "y".repeat(9_000_000), 10));
  await shelf.flush();
  await shared.folder.settled();
  expect(shelf.draft("long")?.draft.feedback).toHaveLength(9_000_000);
});

test("reads nothing into what is no draft and no record", () => {
  const drafts = [1, null, { draft: {} }, { ...kept("d", "Fine"), draft: "no" }, kept("e", "Fine")];
  const records = [{ ...record("a", 1), answer: { type: "vote" } }, record("b", 2), "x"];
  expect(drafts.map(readKept).map((each) => each?.requestId)).toEqual([undefined, undefined, undefined, undefined, "e"]);
  expect(records.map(readRecord).map((each) => each?.requestId)).toEqual([undefined, "b", undefined]);
  const legacy = legacyAnswers(new Map<string, unknown>([["dynamiqRuns.answerDrafts", Object.fromEntries(drafts.entries())], ["dynamiqRuns.answers", Object.fromEntries(records.entries())]]));
  expect([legacy.drafts, legacy.records].map((each) => each.map(([, { requestId }]) => requestId))).toEqual([["e"], ["b"]]);
  expect(legacyAnswers(new Map([["dynamiqRuns.answers", 5]]))).toEqual({ drafts: [], records: [] });
});
