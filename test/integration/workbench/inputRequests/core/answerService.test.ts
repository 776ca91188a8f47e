import { describe, expect, test } from "vitest";
import { RunsClient } from "#api/client.ts";
import type { InputAnswer } from "#api/contract.ts";
import { AnswerService } from "#workbench/inputRequests/core/answerService.ts";
import type { InputRequestRef } from "#workbench/inputRequests/core/answerTypes.ts";
import { type Fate, openLossyProxy } from "../../../../support/network/lossyProxy.ts";
import type { SampleApp } from "../../../../support/sample/testApp.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { collectUnexpectedErrors } from "../../../../support/unexpectedErrors.ts";
import { createInBackground, eventually, get, readRun, startApp } from "../../../sample/client.ts";

/** Apps by the names that they know. A strict one refuses all others with a 422, a lenient one ignores them. */
const inputs = {
  both: { ticket_subject: "Charged twice", amount: 620 },
  "only approved": { play: "approval", knows: "approved" },
  "only is_approved": { play: "approval" },
  "approved, ignoring others": { play: "approval", knows: "approved", ignores: true },
  "is_approved, ignoring others": { play: "approval", ignores: true },
};
type Names = keyof typeof inputs;
const apps = Object.keys(inputs) as Names[];
/** What each app responds to the answers of one approval. */
const statuses: Record<Names, number[]> = {
  both: [200],
  "only approved": [422, 200],
  "only is_approved": [422, 422, 200],
  "approved, ignoring others": [200],
  "is_approved, ignoring others": [200],
};
const fates = ["pass", "before", "after"] as const;

/** Starts a run that asks for approval in an app that knows these names. */
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
  const errors = collectUnexpectedErrors();
  const shared = await openShared();
  const options = {
    api: async () => client,
    onRun: () => undefined,
    confirm: async () => true,
    storage: shared,
  };
  return { service: new AnswerService(options), errors, [Symbol.asyncDispose]: () => client.close() };
}

describe.each(apps)("an app that knows %s", (names) => {
  test.each<[string, Partial<InputAnswer>, Record<string, unknown>]>([
    ["a yes", {}, { approved: true }],
    ["a yes with another amount", { params: { amount: 12.5 } }, { approved: true, params: { amount: 12.5 } }],
    ["a no", { approved: false }, { approved: false }],
  ])("takes %s as it is meant", async (_what, more, taken) => {
    const app = await startApp();
    await using opened = await openDesk(app);
    const { ref, yes } = await ask(app, names);
    expect(await opened.service.send(ref, { ...yes, ...more } as InputAnswer)).toMatchObject({
      kind: "answered",
      by: "here",
    });
    expect(seen(app, ref)).toEqual(statuses[names]);
    const { data: events } = (await (await get(app, `/v1/runs/${ref.runId}/events?page_size=200`)).json()) as {
      data: { type: string; data: unknown }[];
    };
    const answers = events.filter(({ type }) => type === "run.human_feedback.received").map(({ data }) => data);
    expect(answers).toEqual([{ id: ref.requestId, request_id: ref.requestId, type: "approval", ...taken }]);
    expect(opened.errors).toEqual([]);
  });
});

describe("lost responses", () => {
  /** Every fate of each of so many requests. */
  const ways = (count: number): Fate[][] =>
    Array.from({ length: count }, (_, at) => fates.map((fate) => Array(count).fill("pass").with(at, fate))).flat();
  const cases = apps.flatMap((names) => ways(statuses[names].length).map((way) => ({ names, way })));

  test("an answer takes effect once, and no other follows an uncertain one", async () => {
    const app = await startApp();
    for (const { names, way } of cases) {
      await using proxy = await openLossyProxy(app.url);
      await using opened = await openDesk(app, proxy.url);
      const { service } = opened;
      const { ref, yes } = await ask(app, names);
      const left: Fate[] = [...way];
      proxy.writes = () => left.shift() ?? "pass";
      const outcome = await service.send(ref, yes);
      const what = JSON.stringify({ names, way, outcome });
      const taken = (): number => app.answers.filter(({ run_id: id }) => id === ref.runId).length;
      // An uncertain one ends it: the app has received no more by then.
      const lost = way.findIndex((fate) => fate !== "pass");
      expect(left.length, what).toBe(lost < 0 ? 0 : way.length - lost - 1);
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
