import { describe, expect, test } from "vitest";
import { allEvents, expectRefusal, get, post, postForm, readRun, startApp } from "../client.ts";

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
});

describe("refusing a run", () => {
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
