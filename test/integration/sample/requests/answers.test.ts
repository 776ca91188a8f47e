import { describe, expect, test } from "vitest";
import type { InputRequest, Run } from "../../../../src/api/schemas.ts";
import type { SampleApp } from "../../../../src/sample/server.ts";
import { allEvents, createInBackground, eventually, expectRefusal, get, post, readRun, startApp } from "../client.ts";

const large = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };
const asks = (ask: string) => ({ ticket_subject: "Complaint", ask });
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

describe("a request for approval", () => {
  test("is approved once, as edited, and resumes the paused run", async () => {
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

  test("is rejected", async () => {
    const asking = await startAsking(large);
    await asking.answer("approval", { approved: false, feedback: "No" });
    const { run } = await asking.end();
    expect(run.status).toBe("completed");
    expect(run.output).not.toHaveProperty("refund");
  });

  test.each([
    [true, "confirmed"],
    [false, "rejected"],
  ])("reports %s by the type of an event alone, if asked to", async (approved, type) => {
    const asking = await startAsking({ ...large, reports: "decision" });
    await asking.answer("approval", { approved });
    const { types } = await asking.end();
    expect(types).toContain(`run.approval_request.${type}`);
    expect(types).not.toContain("run.human_feedback.received");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no decision", {}, "approved"],
    ["an unknown field", { approved: true, note: "x" }, "note"],
    ["an edit of what is fixed", { approved: true, params: { currency: "EUR" } }, "params.currency"],
    ["another request's id", { approved: true, request_id: other }, "request_id"],
  ])("refuses %s, and goes on waiting", async (_what, data, field) => {
    const asking = await startAsking(large);
    await expectRefusal(await asking.answer("approval", data), field);
    expect((await asking.answer("human_feedback", { feedback: "x" })).status).toBe(400);
    expect((await asking.read()).input_requests).toEqual([asking.request]);
  });
});

test.each([
  ["text", true],
  ["unknown", false],
])("a request for %s accepts text", async (ask, pauses) => {
  const asking = await startAsking(asks(ask));
  expect((await asking.answer("human_feedback", { feedback: "Plainly" })).status).toBe(200);
  const { run, types } = await asking.end();
  expect(types.includes("run.paused") && types.includes("run.resumed")).toBe(pauses);
  expect(run.output).toMatchObject({ reply: expect.stringContaining("Plainly") });
});

test("a request for feedback goes on with the text and the structured answers", async () => {
  const asking = await startAsking(asks("feedback"));
  expect(asking.request).toMatchObject({ prompt: expect.any(String), questions: [{ id: "tone" }, { id: "offers" }] });
  const answers = [
    { question_id: "tone", selected: [], custom_text: "Like a friend" },
    { question_id: "offers", selected: ["Free month", "Call back"] },
  ];
  expect((await asking.answer("human_feedback", { feedback: "Warm", answers })).status).toBe(200);
  const { run, types } = await asking.end();
  expect(run.output).toMatchObject({ reply: expect.stringContaining("Warm; Like a friend; Free month; Call back") });
  expect(types).not.toContain("run.paused");
});

test.each<[string, object, string | undefined]>([
  ["an unknown question", { question_id: "3", selected: [] }, "answers.0"],
  ["an unknown option", { question_id: "0", selected: ["Loud"] }, "answers.0"],
  ["own words where they are not taken", { question_id: "1", selected: [], custom_text: "All" }, "answers.0"],
  ["the place as an id", { question_id: "0", selected: ["Card"], custom_text: "or a cheque" }, undefined],
])("questions that leave out their defaults are answered with %s", async (_what, answer, refused) => {
  const asking = await startAsking({ play: "questions" });
  const response = await asking.answer("human_feedback", { feedback: "x", answers: [answer] });
  if (refused === undefined) expect(response.status).toBe(200);
  else await expectRefusal(response, refused);
});
