import { expect, test } from "vitest";
import type { InputAnswer } from "../../../../../src/api/contract.ts";
import { ApiError } from "../../../../../src/api/errors.ts";
import { AnswerStore } from "../../../../../src/features/inputRequests/core/answerStore.ts";
import { refKey } from "../../../../../src/features/inputRequests/core/answerTypes.ts";
import { SentAnswers } from "../../../../../src/features/inputRequests/core/sentAnswers.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { FakeApp } from "./support/fakeApp.ts";

const ref = { connectionId: "app", runId: "run", requestId: "r1" };
const answerOf = (feedback: string): InputAnswer => ({ type: "approval", request_id: "r1", approved: true, feedback });
const refused = new ApiError({ kind: "network", message: "Connection refused." });
const lost = new ApiError({ kind: "network", message: "Connection reset.", outcomeUnknown: true });

async function openWindow(app: FakeApp, disk: MemoryDisk, now: () => number = () => 1_000) {
  const shared = await openShared(disk);
  const store = new AnswerStore(shared);
  const sent = new SentAnswers(store, { api: async () => app.api, onRun: () => undefined }, now);
  return { sent, store };
}

test("an answer that another window sent meanwhile counts as one from here", async () => {
  const app = new FakeApp({ id: "r1" }, { id: "r2" });
  const disk = new MemoryDisk();
  const [first, second] = [await openWindow(app, disk), await openWindow(app, disk)];
  const record = await first.sent.claim(ref, answerOf("one"));
  let read = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    app.pause = () => {
      resolve();
      return new Promise((go) => (read = go));
    };
  });
  const outcome = first.sent.afterFailure(record, lost);
  // While the first window reads the run, the second one sends its answer.
  await asked;
  app.pause = async () => undefined;
  expect(second.sent.isOwn(await second.sent.claim(ref, answerOf("two")))).toBe(true);
  app.take(answerOf("two"), "here");
  read();
  expect(await outcome).toMatchObject({ kind: "answered", by: "here" });
});

test("an attempt that fails late keeps the record of the window that has continued", async () => {
  const app = new FakeApp({ id: "r1" });
  const disk = new MemoryDisk();
  let now = 1_000;
  const [first, second] = [await openWindow(app, disk), await openWindow(app, disk, () => now)];
  const record = await first.sent.claim(ref, answerOf("one"));
  now += 120_001;
  await second.sent.claim(ref, answerOf("two"));
  expect(await first.sent.afterFailure(record, refused)).toMatchObject({ kind: "failed", unknown: false });
  expect(await second.store.latestRecord(refKey(ref))).toMatchObject({ answer: answerOf("two"), certain: false });
});
