import { expect, test } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import { ApiError, type ApiErrorInit } from "#api/errors.ts";
import { sendInputAnswer } from "#api/sendInputAnswer.ts";

const yes: InputAnswer = {
  type: "approval",
  request_id: "r",
  approved: true,
  params: { amount: 480 },
  feedback: "Less",
};
const both = {
  type: "approval",
  data: {
    request_id: "r",
    approved: true,
    params: { amount: 480 },
    is_approved: true,
    data: { amount: 480 },
    feedback: "Less",
  },
};
const api = { type: "approval", data: { request_id: "r", approved: true, params: { amount: 480 }, feedback: "Less" } };
const sdk = { type: "approval", data: { request_id: "r", is_approved: true, data: { amount: 480 }, feedback: "Less" } };

const refusal = (init: Partial<ApiErrorInit> = {}): ApiError =>
  new ApiError({ kind: "invalid", message: "Bad Request", status: 400, ...init });
const unknownName = refusal({ status: 422, details: { is_approved: "is not a known field" } });

/** @param errors of the responses, in order; after them the app accepts. @returns the bodies, and the error */
async function send(answer: InputAnswer, ...errors: ApiError[]): Promise<{ bodies: unknown[]; error: unknown }> {
  const bodies: unknown[] = [];
  const sent = sendInputAnswer(answer, async (body) => {
    bodies.push(body);
    const error = errors[bodies.length - 1];
    if (error) throw error;
  });
  const error = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { bodies, error };
}

test("an approval has both sets of names, and after refusals those of each", async () => {
  expect(await send(yes)).toEqual({ bodies: [both], error: undefined });
  expect(await send(yes, unknownName)).toEqual({ bodies: [both, api], error: undefined });
  expect(await send(yes, refusal(), unknownName)).toEqual({ bodies: [both, api, sdk], error: undefined });
  const no: InputAnswer = { type: "approval", request_id: "r", approved: false };
  expect((await send(no, unknownName, unknownName)).bodies).toEqual([
    { type: "approval", data: { request_id: "r", approved: false, is_approved: false } },
    { type: "approval", data: { request_id: "r", approved: false } },
    { type: "approval", data: { request_id: "r", is_approved: false } },
  ]);
});

test("feedback is sent once and unchanged, whatever the app says", async () => {
  const error = refusal();
  expect(await send({ type: "human_feedback", request_id: "r", feedback: "Warm" }, error)).toEqual({
    bodies: [{ type: "human_feedback", data: { request_id: "r", feedback: "Warm" } }],
    error,
  });
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
  ["an input request that isn't pending", { details: { request_id: "is not a pending request of this run" } }],
])("%s allows no other try, at any moment", async (_what, init) => {
  const error = refusal(init);
  expect(await send(yes, error)).toEqual({ bodies: [both], error });
  expect(await send(yes, unknownName, error)).toEqual({ bodies: [both, api], error });
});

test("of refusals the first that isn't about the names is reported", async () => {
  const names = refusal({ details: { approved: "must be true or false" } });
  const amount = refusal({ details: { "params.amount": "must be above 0" } });
  const other = refusal({ details: { "data.amount": "must be above 0" } });
  expect((await send(yes, amount, names, names)).error).toBe(amount);
  expect((await send(yes, names, amount, other)).error).toBe(amount);
  expect((await send(yes, names, names, other)).error).toBe(other);
  expect((await send(yes, unknownName, unknownName, names)).error).toBe(names);
});

test("a refusal that repeats the whole body is about its names", async () => {
  const error = refusal({ status: 422, details: [{ loc: ["data", "is_approved"], input: both.data }] });
  expect((await send(yes, error)).bodies).toEqual([both, api]);
});
