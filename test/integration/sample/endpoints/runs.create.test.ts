import { describe, expect, test } from "vitest";
import {
  allEvents,
  eventually,
  expectRefusal,
  get,
  post,
  postForm,
  readEvents,
  readRun,
  startApp,
  untilEvent,
} from "../client.ts";

const refund = { ticket_subject: "Charged twice", amount: 20, currency: "USD" };
const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

describe("creating a run", () => {
  test("waits for the end by default", async () => {
    const app = await startApp();
    const response = await post(app, "/v1/runs", { input: refund, user_id: "ann", session_id: session });
    expect(response.status).toBe(200);
    const run = await readRun(response);
    expect(run).toMatchObject({ status: "completed", input: refund, user_id: "ann", session_id: session, error: null });
    expect(run.output).toMatchObject({ category: "billing", refund: { amount: 20 } });
    const failed = await readRun(await post(app, "/v1/runs", { input: { ...refund, fail: true }, stream: false }));
    expect(failed).toMatchObject({ status: "failed", output: null, error: { code: "payment_gateway_timeout" } });
  });

  test("returns at once in the background", async () => {
    const app = await startApp();
    const response = await post(app, "/v1/runs", { input: refund, background: true });
    expect(response.status).toBe(202);
    const run = await readRun(response);
    expect(run).toMatchObject({ status: "created", started_at: null, ended_at: null });
    const events = await allEvents(await get(app, `/v1/runs/${run.id}/stream`));
    expect(events.at(-1)?.type).toBe("run.completed");
    expect(await readRun(await get(app, `/v1/runs/${run.id}`))).toMatchObject({ id: run.id, status: "completed" });
  });

  test("streams from the first event to the last", async () => {
    const app = await startApp();
    const response = await post(app, "/v1/runs", { input: refund, stream: true });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    const events = await allEvents(response);
    const id = app.created[0]?.run_id;
    const data = { id, object: "run", status: "started" };
    expect(events[0]).toMatchObject({ type: "run.started", sequence: 1, data });
    expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: "run.completed", data: { id, output: { category: "billing" } } });
  });

  test.each(["wait", "stream"])("continues when the client of a %s closes the connection", async (mode) => {
    const app = await startApp({ speed: 20 });
    const leave = new AbortController();
    const body = { input: refund, stream: mode === "stream" };
    const headers = { "content-type": "application/json" };
    const creating = post(app, "/v1/runs", body, { signal: leave.signal, headers });
    if (mode === "stream") {
      for await (const event of readEvents(await creating)) if (event.sequence === 3) break;
    } else {
      const left = expect(creating).rejects.toThrow();
      await eventually(() => app.created.length).toBe(1);
      leave.abort();
      await left;
    }
    const id = app.created[0]?.run_id ?? "";
    expect((await readRun(await get(app, `/v1/runs/${id}`))).status).toMatch(/created|started/);
    expect(await untilEvent(await get(app, `/v1/runs/${id}/stream`), "run.completed")).toBeDefined();
  });
});

describe("refusing a run", () => {
  test.each<[unknown, object]>([
    [{}, { input: "cannot be blank" }],
    [{ input: {}, stream: true, background: true }, { background: "cannot be true together with stream" }],
    [{ input: {}, stream: "true" }, { stream: "must be true or false" }],
    [{ input: {}, session_id: "7421" }, { session_id: "must be a UUID" }],
    [{ input: {}, file_ids: [session] }, { file_ids: `has an unknown file: ${session}` }],
    [
      { inputs: {}, user_id: 1 },
      { inputs: expect.any(String), input: expect.any(String), user_id: expect.any(String) },
    ],
    [["input"], { body: "must be a JSON object" }],
  ])("with the body %j", async (body, details) => {
    const app = await startApp();
    const response = await post(app, "/v1/runs", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: { code: "bad_request", message: "Bad Request", details } });
    expect(app.created).toEqual([]);
  });

  test("that isn't JSON, or of another type", async () => {
    const app = await startApp();
    const headers = { "content-type": "application/json" };
    await expectRefusal(await post(app, "/v1/runs", {}, { body: '{"input": {}} x', headers }), "body");
    const response = await post(app, "/v1/runs", { input: {} }, { headers: { "content-type": "text/plain" } });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { code: "unsupported_media_type" } });
  });
});

describe("creating a run with a form", () => {
  test("reads the same fields, with files attached and uploaded before", async () => {
    const app = await startApp();
    const upload = new FormData();
    upload.append("file", new Blob(["before"], { type: "text/plain" }), "before.txt");
    const { id } = (await (await postForm(app, "/v1/files", upload)).json()).data;
    const form = new FormData();
    const fields = { input: JSON.stringify(refund), user_id: "ann", session_id: session, background: "true" };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file_ids", JSON.stringify([id]));
    form.append("files", new Blob(["one"], { type: "image/png" }), "one.png");
    form.append("files", new Blob([""]), "two.bin");
    const response = await postForm(app, "/v1/runs", form);
    expect(response.status).toBe(202);
    const image = { name: "one.png", size: 3, mime_type: "image/png" };
    const files = [{ name: "before.txt", size: 6 }, image, { name: "two.bin", size: 0 }];
    const mode = "background";
    expect(app.created).toMatchObject([{ mode, input: refund, user_id: "ann", session_id: session, files }]);
    const { id: runId } = await readRun(response);
    const events = await allEvents(await get(app, `/v1/runs/${runId}/stream`));
    const classified = events.filter((event) => JSON.stringify(event.data).includes('"classify_attachment"'));
    expect(classified).toHaveLength(6);
  });

  test.each<[string, [string, string][], string]>([
    ["no input", [["user_id", "ann"]], "input"],
    ["a field twice", Array.from({ length: 2 }, () => ["input", "{}"]), "input"],
  ])("refuses %s", async (_what, parts, field) => {
    const app = await startApp();
    const form = new FormData();
    for (const part of parts) form.append(...part);
    await expectRefusal(await postForm(app, "/v1/runs", form), field);
    expect(app.created).toEqual([]);
  });
});
