import { describe, expect, test } from "vitest";
import { allEvents, eventually, get, post, readRun, startApp, untilEvent } from "../sample/client.ts";

const refund = { ticket_subject: "Charged twice", amount: 20 };
const large = { ticket_subject: "Charged twice", amount: 620 };

test("streaming a run's events replays a finished run and closes", async () => {
  const app = await startApp();
  const run = await readRun(await post(app, "/v1/runs", { input: refund }));
  const events = await allEvents(await get(app, `/v1/runs/${run.id}/stream`));
  const stored = await (await get(app, `/v1/runs/${run.id}/events?page_size=200`)).json();
  expect(events).toEqual(stored.data);
  expect(await allEvents(await get(app, `/v1/runs/${run.id}/stream?after_sequence=${events.length - 2}`))).toEqual(
    events.slice(-2),
  );
  expect(await allEvents(await get(app, `/v1/runs/${run.id}/stream?after_sequence=999999`))).toEqual([]);
});

describe("canceling a run", () => {
  const cancel = async (app: Awaited<ReturnType<typeof startApp>>, id: string) => {
    const response = await post(app, `/v1/runs/${id}/cancel`, {});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ message: "canceled" });
  };

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ["before it starts", refund, undefined],
    ["while it waits for an approval", large, "run.paused"],
  ])("works once %s, and ends the create that waits for it", async (_when, input, event) => {
    const app = await startApp({ speed: event === undefined ? 1 : 20 });
    const waiting = post(app, "/v1/runs", { input });
    await eventually(() => app.created.length).toBe(1);
    const id = app.created[0]?.run_id ?? "";
    if (event !== undefined) await untilEvent(await get(app, `/v1/runs/${id}/stream`), event);
    await cancel(app, id);
    const run = await readRun(await waiting);
    expect(run).toMatchObject({ status: "canceled", output: null, error: null, input_requests: [] });
    expect(run.ended_at).toEqual(expect.any(String));
    await cancel(app, id);
    const events = await allEvents(await get(app, `/v1/runs/${id}/stream`));
    expect(events.at(-1)).toMatchObject({ type: "run.canceled", data: { id, status: "canceled" } });
    expect(events.filter(({ type }) => type === "run.canceled")).toHaveLength(1);
    expect(await readRun(await get(app, `/v1/runs/${id}`))).toEqual(run);
  });
});
