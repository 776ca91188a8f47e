import { expect, test } from "vitest";
import { allEvents, expectRefusal, post, startApp } from "../sample/client.ts";

const refund = { ticket_subject: "Charged twice", amount: 20, currency: "USD" };

test("creating a run streams from the first event to the last", async () => {
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

test("refusing a run that isn't JSON, or of another type", async () => {
  const app = await startApp();
  const headers = { "content-type": "application/json" };
  await expectRefusal(await post(app, "/v1/runs", {}, { body: '{"input": {}} x', headers }), "body");
  const response = await post(app, "/v1/runs", { input: {} }, { headers: { "content-type": "text/plain" } });
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ error: { code: "unsupported_media_type" } });
});
