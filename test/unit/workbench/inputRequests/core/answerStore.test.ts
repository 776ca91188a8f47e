import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AnswerStore, type KeptDraft } from "#workbench/inputRequests/core/answerStore.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";

function kept(requestId: string, feedback: string, at = 1): KeptDraft {
  return { connectionId: "app", runId: "run", requestId, draft: { feedback }, at };
}

let disk: MemoryDisk;

beforeEach(() => {
  vi.useFakeTimers();
  disk = new MemoryDisk();
});
afterEach(() => void vi.useRealTimers());

/** Another window, or this one after a reload. */
async function open() {
  const shared = await openShared(disk);
  return { store: new AnswerStore(shared), shared };
}
const drafted = (store: AnswerStore) => store.drafts().map(({ requestId }) => requestId);

test("writes the first change at once, and the next ones together soon after", async () => {
  const { store, shared } = await open();
  const stored = async (): Promise<unknown> => {
    await shared.folder.settled();
    return (await open()).store.draft("a")?.draft.feedback;
  };
  store.setDraft("a", kept("a", "W"));
  expect(await stored()).toBe("W");
  store.setDraft("a", kept("a", "Wa"));
  store.setDraft("a", kept("a", "War"));
  expect(await stored()).toBe("W");
  expect(store.draft("a")?.draft.feedback).toBe("War");
  vi.advanceTimersByTime(300);
  expect(await stored()).toBe("War");
});

test("a window that closes waits for drafts that aren't written yet, and for every write that has begun", async () => {
  const { store, shared } = await open();
  store.setDraft("a", kept("a", "W"));
  store.setDraft("a", kept("a", "War"));
  // Writes of one value come one after the other, so these take longer than those of the draft.
  for (const width of [1, 2, 3, 4, 5]) void shared.preferences.put("width", width);
  await store.flush();
  await shared.folder.settled();
  const next = await open();
  expect(next.store.draft("a")?.draft.feedback).toBe("War");
  expect(next.shared.preferences.get("width")).toBe(5);
});

test("leaves what another window has written", async () => {
  const [one, two] = [await open(), await open()];
  one.store.setDraft("a", kept("a", "One"));
  two.store.setDraft("b", kept("b", "Two"));
  one.store.setDraft("c", kept("c", "Three"));
  await Promise.all([one.store.flush(), two.store.flush()]);
  await two.shared.folder.settled();
  await two.shared.folder.refresh();
  expect(drafted(two.store).sort()).toEqual(["a", "b", "c"]);
  two.store.setDraft("a", kept("a", ""));
  await two.store.flush();
  await one.shared.folder.refresh();
  expect(one.store.draft("a")).toBeUndefined();
});

test("keeps a draft that can't be written in this window, reports it, and writes it with the next change", async () => {
  const { shared } = await open();
  const errors = collectUnexpectedErrors();
  const store = new AnswerStore(shared);
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  store.setDraft("a", kept("a", "One"));
  await store.flush();
  await shared.folder.settled();
  expect(errors.join()).toContain("The change to your answer drafts wasn't saved");
  expect(store.draft("a")?.draft.feedback).toBe("One");
  disk.before = () => undefined;
  store.setDraft("a", kept("a", "One more"));
  await store.flush();
  await shared.folder.settled();
  expect((await open()).store.draft("a")?.draft.feedback).toBe("One more");
});

test("keeps a very long draft, and as many others as fit", async () => {
  const { store, shared } = await open();
  for (let at = 0; at < 6; at++) {
    vi.setSystemTime(at);
    store.setDraft(`d${at}`, kept(`d${at}`, "x".repeat(1_000_000), at));
    await store.flush();
  }
  await shared.folder.settled();
  expect(drafted(store).sort()).toEqual(["d3", "d4", "d5"]);
  vi.setSystemTime(10);
  store.setDraft("long", kept("long", "y".repeat(9_000_000), 10));
  await store.flush();
  await shared.folder.settled();
  expect(store.draft("long")?.draft.feedback).toHaveLength(9_000_000);
});
