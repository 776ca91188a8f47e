import { expect, test } from "vitest";
import type { ApprovalNames, InputAnswer, RunsApi } from "../../../../src/api/contract.ts";
import { ApiError, type ApiErrorInit } from "../../../../src/api/errors.ts";
import { ApprovalSender, readKnownNames } from "../../../../src/runs/inputRequests/approvalSender.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared } from "../../../support/state/windows.ts";
import { fakeApi } from "../fakeApi.ts";

const yes: InputAnswer = { type: "approval", request_id: "r1", approved: true };
const fail = (error: unknown): void => {
  throw error;
};

const refusal = (init: Partial<ApiErrorInit> = {}): ApiError =>
  new ApiError({ kind: "invalid", message: "Bad Request", status: 400, ...init });

/** @param errors what the app says to one set of names and to the other; nothing where it takes them */
function appThat(errors: Partial<Record<ApprovalNames, ApiError>>): {
  api: RunsApi;
  sent: (ApprovalNames | undefined)[];
} {
  const sent: (ApprovalNames | undefined)[] = [];
  const api = fakeApi({
    answerInputRequest: async (_run, _answer, { approvalNames } = {}) => {
      sent.push(approvalNames);
      const error = errors[approvalNames ?? "api"];
      if (error) throw error;
    },
  });
  return { api, sent };
}

test("the names that an app accepted go first the next time, also in another window", async () => {
  const disk = new MemoryDisk();
  const shared = await openShared(disk);
  const { api, sent } = appThat({ api: refusal() });
  await new ApprovalSender(shared.approvals, fail).send(api, "c1", "run", yes);
  await shared.folder.settled();
  const next = new ApprovalSender((await openShared(disk)).approvals, fail);
  await next.send(api, "c1", "run", yes);
  await next.send(api, "c2", "run", yes);
  expect(sent).toEqual(["api", "sdk", "sdk", "api", "sdk"]);
});

test("an app that accepts other names again is remembered anew", async () => {
  const shared = await openShared();
  const sender = new ApprovalSender(shared.approvals, fail);
  await sender.send(appThat({ api: refusal({ status: 422 }) }).api, "c", "run", yes);
  const { api, sent } = appThat({ sdk: refusal() });
  await sender.send(api, "c", "run", yes);
  await sender.send(api, "c", "run", yes);
  expect(sent).toEqual(["sdk", "api", "api"]);
});

test.each<[string, Partial<ApiErrorInit>]>([
  ["a gateway that gives up", { kind: "server", status: 502, outcomeUnknown: true }],
  ["a refusal that may have come too late", { outcomeUnknown: true }],
  ["an app that is busy", { kind: "server", status: 503 }],
  ["too many requests", { kind: "rate-limited", status: 429 }],
  ["a time-out", { kind: "timeout", status: 408, outcomeUnknown: true }],
  ["another key", { kind: "auth", status: 401 }],
  ["an unknown run", { kind: "not-found", status: 404 }],
  ["a conflict", { status: 409 }],
  ["a lost response", { kind: "network", status: undefined, outcomeUnknown: true }],
  ["no connection", { kind: "network", status: undefined }],
])("%s allows no second try", async (_what, init) => {
  const error = refusal(init);
  const { api, sent } = appThat({ api: error });
  const sender = new ApprovalSender((await openShared()).approvals, fail);
  await expect(sender.send(api, "c", "run", yes)).rejects.toBe(error);
  expect(sent).toEqual(["api"]);
});

test("a text is sent once, whatever the app says", async () => {
  const { api, sent } = appThat({ api: refusal() });
  const sender = new ApprovalSender((await openShared()).approvals, fail);
  await expect(
    sender.send(api, "c", "run", { type: "human_feedback", request_id: "r1", feedback: "x" }),
  ).rejects.toThrow();
  expect(sent).toEqual([undefined]);
});

test("of two refusals the one that isn't about the names is reported, and a lost response in any case", async () => {
  const names = refusal({ details: { approved: "must be true or false" } });
  const amount = refusal({ details: { "params.amount": "must be above 0" } });
  const lost = refusal({ kind: "network", status: undefined, outcomeUnknown: true });
  const { approvals } = await openShared();
  const sender = new ApprovalSender(approvals, fail);
  await expect(sender.send(appThat({ api: amount, sdk: names }).api, "c", "run", yes)).rejects.toBe(amount);
  await expect(sender.send(appThat({ api: names, sdk: amount }).api, "c", "run", yes)).rejects.toBe(amount);
  await expect(sender.send(appThat({ api: names, sdk: lost }).api, "c", "run", yes)).rejects.toBe(lost);
  expect(approvals.entries()).toEqual([]);
});

test.each([
  null,
  7,
  {},
  { connectionId: "c" },
  { connectionId: "c", names: "other" },
  { connectionId: 7, names: "sdk" },
])("%j on the disk is ignored", (stored) => expect(readKnownNames(stored)).toBeUndefined());
