import { expect, test } from "vitest";
import type { InputRequest, Run } from "#api/schemas.ts";
import type { SampleApp } from "../../../support/sample/testApp.ts";
import {
  allEvents,
  createInBackground,
  eventually,
  expectRefusal,
  get,
  post,
  readRun,
  startApp,
} from "../../sample/client.ts";

const large = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };
const other = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

/** A run that waits for a person. */
class Asking {
  readonly app: SampleApp;
  readonly id: string;
  readonly request: InputRequest;

  constructor(app: SampleApp, id: string, request: InputRequest) {
    this.app = app;
    this.id = id;
    this.request = request;
  }

  answer(type: string, data: object): Promise<Response> {
    return post(this.app, `/v1/runs/${this.id}/input`, { type, data: { request_id: this.request.id, ...data } });
  }

  read(): Promise<Run> {
    return readById(this.app, this.id);
  }

  async end(): Promise<{ run: Run; types: string[] }> {
    const events = await allEvents(await get(this.app, `/v1/runs/${this.id}/stream`));
    return { run: await this.read(), types: events.map((event) => event.type) };
  }
}

async function readById(app: SampleApp, id: string): Promise<Run> {
  return readRun(await get(app, `/v1/runs/${id}`));
}

async function startAsking(input: Record<string, unknown>): Promise<Asking> {
  const app = await startApp();
  const { id } = await createInBackground(app, input);
  await eventually(async () => (await readById(app, id)).status).toBe("awaiting_input");
  const [request] = (await readById(app, id)).input_requests ?? [];
  if (!request) throw new Error("The run asks nothing");
  return new Asking(app, id, request);
}

test("a request for approval is approved once, as edited, and resumes the paused run", async () => {
  const asking = await startAsking(large);
  expect(asking.request).toMatchObject({
    type: "approval_request",
    params: { amount: 620, currency: "USD" },
    editable_params: ["amount"],
  });
  const data = { approved: true, params: { amount: 480, currency: "USD" }, feedback: "Less is fair" };
  const response = await asking.answer("approval", data);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ message: "ok" });
  const { run, types } = await asking.end();
  expect(run).toMatchObject({ status: "completed", output: { refund: { amount: 480 } }, input_requests: [] });
  expect(types.slice(types.indexOf("approval_request.created")).slice(0, 4)).toEqual([
    "approval_request.created",
    "run.paused",
    "run.human_feedback.received",
    "run.resumed",
  ]);
  await expectRefusal(await asking.answer("approval", data), "status");
});

test.each<[string, Record<string, unknown>, string]>([
  ["no decision", {}, "approved"],
  ["an unknown field", { approved: true, note: "x" }, "note"],
  ["an edit of what is fixed", { approved: true, params: { currency: "EUR" } }, "params.currency"],
  ["another request's id", { approved: true, request_id: other }, "request_id"],
])("a request for approval refuses %s, and goes on waiting", async (_what, data, field) => {
  const asking = await startAsking(large);
  await expectRefusal(await asking.answer("approval", data), field);
  expect((await asking.answer("human_feedback", { feedback: "x" })).status).toBe(400);
  expect((await asking.read()).input_requests).toEqual([asking.request]);
});
