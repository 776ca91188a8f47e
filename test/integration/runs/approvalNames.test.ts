import { describe, expect, test } from "vitest";
import { RunsClient } from "../../../src/api/client.ts";
import type { InputAnswer } from "../../../src/api/contract.ts";
import { AnswerService } from "../../../src/runs/inputRequests/answerService.ts";
import type { InputRequestRef } from "../../../src/runs/inputRequests/answerTypes.ts";
import type { SampleApp } from "../../../src/sample/server.ts";
import { type LossyProxy, openLossyProxy } from "../../support/network/lossyProxy.ts";
import { openShared } from "../../support/state/windows.ts";
import { createInBackground, eventually, get, readRun, startApp } from "../sample/client.ts";

const inputs = { api: { ticket_subject: "Charged twice", amount: 620 }, sdk: { play: "approval" } };
const fates = ["pass", "before", "after"] as const;
type Names = keyof typeof inputs;
type Fate = LossyProxy["writes"];

/** Starts a run that asks for approval in an app that takes these names alone. */
async function ask(app: SampleApp, names: Names): Promise<{ ref: InputRequestRef; yes: InputAnswer }> {
  const { id } = await createInBackground(app, inputs[names]);
  const read = async () => readRun(await get(app, `/v1/runs/${id}`));
  await eventually(async () => (await read()).status).toBe("awaiting_input");
  const requestId = (await read()).input_requests?.[0]?.id ?? "";
  return {
    ref: { connectionId: "c", runId: id, requestId },
    yes: { type: "approval", request_id: requestId, approved: true },
  };
}

/** The statuses of the answers that the app has seen for a run; `undefined` for one whose sender had left. */
function seen(app: SampleApp, { runId }: InputRequestRef): (number | undefined)[] {
  return app.requests.filter(({ path }) => path === `/v1/runs/${runId}/input`).map(({ status }) => status);
}

async function openDesk(app: SampleApp, baseUrl = app.url) {
  const client = new RunsClient({ baseUrl, accessKey: app.accessKey });
  const errors: unknown[] = [];
  const shared = await openShared();
  const onError = (error: unknown): void => void errors.push(error);
  const options = {
    api: async () => client,
    onRun: () => undefined,
    confirm: async () => true,
    storage: shared,
    onError,
  };
  return { service: new AnswerService(options), shared, errors, [Symbol.asyncDispose]: () => client.close() };
}

test("an app that wants the SDK's names gets them after one refusal, and first the next time", async () => {
  const app = await startApp();
  await using opened = await openDesk(app);
  const { service } = opened;
  const [first, second, third] = [await ask(app, "sdk"), await ask(app, "sdk"), await ask(app, "api")];
  for (const { ref, yes } of [first, second, third]) {
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
  }
  expect([first, second, third].map(({ ref }) => seen(app, ref))).toEqual([[400, 200], [200], [400, 200]]);
  expect(app.answers.map(({ data }) => data)).toEqual([
    { request_id: first.ref.requestId, is_approved: true },
    { request_id: second.ref.requestId, is_approved: true },
    { request_id: third.ref.requestId, approved: true },
  ]);
  await eventually(async () => (await readRun(await get(app, `/v1/runs/${first.ref.runId}`))).output).toMatchObject({
    "node-returns": { output: { content: "The return is booked." } },
  });
});

test("a refused value is reported in the app's words, whichever names were first", async () => {
  const app = await startApp();
  await using opened = await openDesk(app);
  for (const names of ["api", "sdk"] as const) {
    const { ref, yes } = await ask(app, names);
    const outcome = await opened.service.send(ref, { ...yes, params: { amount: -1 } } as InputAnswer);
    const field = names === "api" ? "params.amount" : "data.amount";
    expect(outcome).toMatchObject({
      kind: "failed",
      unknown: false,
      error: { status: 400, details: { [field]: "must be above 0" } },
    });
    expect(seen(app, ref)).toEqual([400, 400]);
  }
  expect(app.answers).toEqual([]);
});

describe("lost responses", () => {
  const ways = fates.flatMap((first) => fates.map((second) => [first, second] as const));
  const cases = (["api", "sdk"] as const).flatMap((wants) =>
    (["api", "sdk"] as const).flatMap((known) => ways.map((way) => ({ wants, known, way }))),
  );

  test("an answer takes effect once, and no other follows an uncertain one", async () => {
    const app = await startApp();
    for (const { wants, known, way } of cases) {
      await using proxy = await openLossyProxy(app.url);
      await using opened = await openDesk(app, proxy.url);
      const { service, shared } = opened;
      const { ref, yes } = await ask(app, wants);
      await shared.approvals.put("c", { connectionId: "c", names: known });
      const left: Fate[] = [...way];
      Object.defineProperty(proxy, "writes", { get: () => left.shift() ?? "pass" });
      const outcome = await service.send(ref, yes);
      const what = JSON.stringify({ wants, known, way, outcome });
      const taken = (): number => app.answers.filter(({ run_id: id }) => id === ref.runId).length;
      // An uncertain one ends it: the app has received no more by then.
      expect(left.length, what).toBe(way[0] !== "pass" || wants === known ? 1 : 0);
      expect(outcome.kind, what).toBe(taken() === 1 ? "answered" : "failed");
      left.length = 0;
      expect(await service.send(ref, yes), what).toMatchObject({ kind: "answered", by: "here" });
      expect(taken(), what).toBe(1);
      const events = (await (await get(app, `/v1/runs/${ref.runId}/events?page_size=200`)).json()) as {
        data: { type: string }[];
      };
      expect(
        events.data.filter(({ type }) => type === "run.human_feedback.received"),
        what,
      ).toHaveLength(1);
    }
  });
});
