import type { InputAnswer } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { AnswerService, type AnswerChange } from "#workbench/inputRequests/core/answerService.ts";
import type { MemoryDisk } from "../../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../../support/unexpectedErrors.ts";
import { FakeApp } from "./fakeApp.ts";

export const ref = { connectionId: "app", runId: "run", requestId: "r1" };
export const yes: InputAnswer = { type: "approval", request_id: "r1", approved: true, params: { amount: 480 } };
export const no: InputAnswer = { type: "approval", request_id: "r1", approved: false, feedback: "Too much" };
export const draft = { params: { amount: "480" } };
export const answeredAt = Date.parse("2026-06-10T09:15:52Z");

export async function serviceFor(
  app: FakeApp,
  options: {
    disk?: MemoryDisk;
    confirm?: () => Promise<boolean>;
    now?: () => number;
    comparedAfter?: readonly number[];
  } = {},
) {
  // What an app without a connection makes it report is nothing that these tests are about.
  collectUnexpectedErrors();
  const shared = await openShared(options.disk);
  const read: Run[] = [];
  const changes: AnswerChange[] = [];
  const service = new AnswerService({
    api: async () => app.api,
    onRun: (_connection, run) => read.push(run),
    confirm: options.confirm ?? (async () => true),
    storage: shared,
    now: options.now ?? (() => 1_000),
    compareDelays: options.comparedAfter,
  });
  service.onDidChange((change) => changes.push(change));
  return { service, read, changes, shared };
}

export const waiting = (): FakeApp => new FakeApp({ id: "r1", type: "approval_request" }, { id: "r2" });
