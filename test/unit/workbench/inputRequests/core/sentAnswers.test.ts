import { expect, test } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import { AnswerStore } from "#workbench/inputRequests/core/answerStore.ts";
import { refKey } from "#workbench/inputRequests/core/answerTypes.ts";
import { SentAnswers } from "#workbench/inputRequests/core/sentAnswers.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { FakeApp } from "./support/fakeApp.ts";

const ref = { connectionId: "app", runId: "run", requestId: "r1" };
const answerOf = (feedback: string): InputAnswer => ({ type: "approval", request_id: "r1", approved: true, feedback });
const refused = new ApiError({ kind: "network", message: "Connection refused." });

async function openWindow(app: FakeApp, disk: MemoryDisk, now: () => number = () => 1_000) {
  const shared = await openShared(disk);
  const store = new AnswerStore(shared);
  const sent = new SentAnswers(store, { api: async () => app.api, onRun: () => undefined }, now);
  return { sent, store };
}

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
