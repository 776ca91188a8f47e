import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/api/schemas.ts";
import {
  allEvents,
  createInBackground,
  eventually,
  get,
  post,
  readBlocks,
  readEvents,
  readRun,
  startApp,
  untilEvent,
} from "../client.ts";

const refund = { ticket_subject: "Charged twice", amount: 20 };
const large = { ticket_subject: "Charged twice", amount: 620 };

describe("streaming a run's events", () => {
  test("replays a finished run and closes", async () => {
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

  test("resumes after any sequence, again and again, without a gap", async () => {
    const app = await startApp({ speed: 60 });
    const { id } = await createInBackground(app, refund);
    const seen: number[] = [];
    for (let ended = false; !ended;) {
      const after = seen.length > 0 ? `?after_sequence=${seen.length}` : "";
      let count = 0;
      ended = true;
      for await (const event of readEvents(await get(app, `/v1/runs/${id}/stream${after}`))) {
        seen.push(event.sequence);
        if (++count < 7) continue;
        ended = false;
        break;
      }
    }
    const { data } = await (await get(app, `/v1/runs/${id}/events?page_size=200`)).json();
    expect(seen).toEqual(data.map((event: { sequence: number }) => event.sequence));
  });

  test("brings both events of a sequence that comes twice, live, stored and after any of the two", async () => {
    const app = await startApp({ speed: 60 });
    const { id } = await createInBackground(app, { ask: "text", counts: "again" });
    const live = get(app, `/v1/runs/${id}/stream`).then(allEvents);
    const { sequence: pause } = await untilEvent(await get(app, `/v1/runs/${id}/stream`), "run.paused");
    const [request] = (await readRun(await get(app, `/v1/runs/${id}`))).input_requests ?? [];
    const data = { request_id: request?.id, feedback: "Warm" };
    expect((await post(app, `/v1/runs/${id}/input`, { type: "human_feedback", data })).status).toBe(200);
    const ids = (events: readonly RunEvent[]) => new Set(events.map((event) => event.id));
    const happened = await live;
    const { data: stored } = await (await get(app, `/v1/runs/${id}/events?page_size=200`)).json();
    expect(ids(stored)).toEqual(ids(happened));
    expect(stored).toHaveLength(happened.length);
    const sequences = stored.map((event: { sequence: number }) => event.sequence);
    expect(sequences).toEqual(sequences.toSorted((a: number, b: number) => a - b));
    expect(sequences.filter((sequence: number) => sequence === pause)).toHaveLength(2);
    const after = async (sequence: number) =>
      allEvents(await get(app, `/v1/runs/${id}/stream?after_sequence=${sequence}`));
    expect(await after(pause - 1)).toEqual(stored.slice(pause - 1));
    expect(await after(pause)).toEqual(stored.slice(pause + 1));
  });

  test("names the type of each event and separates them by an empty line", async () => {
    const app = await startApp();
    const { id } = await createInBackground(app, refund);
    for await (const block of readBlocks(await get(app, `/v1/runs/${id}/stream`))) {
      const [, type, data] = /^event: (\S+)\ndata: (\{.*\})$/.exec(block) ?? [];
      expect(JSON.parse(data ?? "null")).toMatchObject({ type });
    }
  });

  test("sends heartbeats in silence", async () => {
    const app = await startApp({ heartbeat: 20 });
    const { id } = await createInBackground(app, large);
    let heartbeats = 0;
    for await (const block of readBlocks(await get(app, `/v1/runs/${id}/stream`))) {
      if (block === ": heartbeat") heartbeats++;
      if (heartbeats === 3) break;
    }
    expect(heartbeats).toBe(3);
    expect((await readRun(await get(app, `/v1/runs/${id}`))).status).toBe("awaiting_input");
  });

  test.each(["0", "x"])("refuses after_sequence=%s", async (after) => {
    const app = await startApp();
    const { id } = await createInBackground(app, refund);
    const response = await get(app, `/v1/runs/${id}/stream?after_sequence=${after}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { details: { after_sequence: expect.any(String) } } });
  });

  test("ends with the app", async () => {
    const app = await startApp();
    const { id } = await createInBackground(app, large);
    const response = await get(app, `/v1/runs/${id}/stream`);
    const reading = expect(allEvents(response)).rejects.toThrow();
    await app.close();
    await reading;
  });
});

describe("canceling a run", () => {
  const cancel = async (app: Awaited<ReturnType<typeof startApp>>, id: string) => {
    const response = await post(app, `/v1/runs/${id}/cancel`, {});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ message: "canceled" });
  };

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ["before it starts", refund, undefined],
    ["while a tool works", refund, "agent.tool_call.started"],
    ["while it waits for an approval", large, "run.paused"],
  ])("works %s", async (_when, input, event) => {
    const app = await startApp({ speed: event === undefined ? 1 : 20 });
    const { id } = await createInBackground(app, input);
    if (event !== undefined) await untilEvent(await get(app, `/v1/runs/${id}/stream`), event);
    await cancel(app, id);
    const run = await readRun(await get(app, `/v1/runs/${id}`));
    expect(run).toMatchObject({ status: "canceled", output: null, error: null, input_requests: [] });
    expect(run.ended_at).toEqual(expect.any(String));
    const events = await allEvents(await get(app, `/v1/runs/${id}/stream`));
    expect(events.at(-1)).toMatchObject({ type: "run.canceled", data: { id, status: "canceled" } });
    await cancel(app, id);
    expect(await allEvents(await get(app, `/v1/runs/${id}/stream`))).toEqual(events);
  });

  test("ends the streams and the synchronous create that wait for it", async () => {
    const app = await startApp();
    const waiting = post(app, "/v1/runs", { input: large });
    await eventually(() => app.created.length).toBe(1);
    const id = app.created[0]?.run_id ?? "";
    const streaming = get(app, `/v1/runs/${id}/stream`).then(allEvents);
    await eventually(async () => (await readRun(await get(app, `/v1/runs/${id}`))).status).toBe("awaiting_input");
    await cancel(app, id);
    expect((await readRun(await waiting)).status).toBe("canceled");
    expect((await streaming).at(-1)?.type).toBe("run.canceled");
  });

  test("does nothing to an ended run", async () => {
    const app = await startApp();
    const run = await readRun(await post(app, "/v1/runs", { input: refund }));
    await cancel(app, run.id);
    expect(await readRun(await get(app, `/v1/runs/${run.id}`))).toEqual(run);
  });
});
