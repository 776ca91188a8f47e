import { describe, expect, test } from "vitest";
import type { InputRequest, Run } from "../../../../src/api/schemas.ts";
import type { SampleApp } from "../../../../src/sample/server.ts";
import { allEvents, createInBackground, eventually, expectRefusal, get, post, readRun, startApp } from "../client.ts";

const large = { ticket_subject: "Charged twice", amount: 620, currency: "USD" };
const other = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";

async function readById(app: SampleApp, id: string): Promise<Run> {
  return readRun(await get(app, `/v1/runs/${id}`));
}

/** Starts a run that asks; it and what it asks. */
async function startAsking(
  app: SampleApp,
  input: Record<string, unknown>,
): Promise<{ id: string; request: InputRequest }> {
  const { id } = await createInBackground(app, input);
  await eventually(async () => (await readById(app, id)).status).toBe("awaiting_input");
  const [request] = (await readById(app, id)).input_requests ?? [];
  if (!request) throw new Error("The run asks nothing");
  return { id, request };
}

function answer(app: SampleApp, id: string, type: string, data: unknown): Promise<Response> {
  return post(app, `/v1/runs/${id}/input`, { type, data });
}

async function finalRun(app: SampleApp, id: string): Promise<{ run: Run; types: string[] }> {
  const events = await allEvents(await get(app, `/v1/runs/${id}/stream`));
  return { run: await readById(app, id), types: events.map((event) => event.type) };
}

describe("answering a request for approval", () => {
  test("approves, and resumes the paused run", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, large);
    expect(request).toMatchObject({
      type: "approval_request",
      prompt: "Approve issuing a $620 refund to customer-7421?",
      params: { amount: 620, currency: "USD" },
      editable_params: ["amount"],
    });
    const response = await answer(app, id, "approval", { request_id: request.id, approved: true });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ message: "ok" });
    const { run, types } = await finalRun(app, id);
    expect(run).toMatchObject({ status: "completed", output: { refund: { amount: 620 } }, input_requests: [] });
    expect(types.slice(types.indexOf("approval_request.created")).slice(0, 4)).toEqual([
      "approval_request.created",
      "run.paused",
      "run.human_feedback.received",
      "run.resumed",
    ]);
  });

  test.each([
    [true, "confirmed"],
    [false, "rejected"],
  ])("reports %s by the type of an event alone, if asked to", async (approved, type) => {
    const app = await startApp();
    const { id, request } = await startAsking(app, { ...large, reports: "decision" });
    await answer(app, id, "approval", { request_id: request.id, approved });
    const { types } = await finalRun(app, id);
    expect(types).toContain(`run.approval_request.${type}`);
    expect(types).not.toContain("run.human_feedback.received");
  });

  test("accepts an edited amount", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, large);
    const params = { amount: 480, currency: "USD" };
    await answer(app, id, "approval", { request_id: request.id, approved: true, params, feedback: "Less is fair" });
    expect((await finalRun(app, id)).run.output).toMatchObject({ refund: { amount: 480 } });
  });

  test("accepts a rejection", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, large);
    await answer(app, id, "approval", { request_id: request.id, approved: false, feedback: "No" });
    const { run } = await finalRun(app, id);
    expect(run.status).toBe("completed");
    expect(run.output).not.toHaveProperty("refund");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no decision", {}, "approved"],
    ["an unknown field", { approved: true, note: "x" }, "note"],
    ["an edit of what is fixed", { approved: true, params: { currency: "EUR" } }, "params.currency"],
    ["an edit of another type", { approved: true, params: { amount: "480" } }, "params.amount"],
    ["another request's id", { approved: true, request_id: other }, "request_id"],
  ])("refuses %s, and goes on waiting", async (_what, data, field) => {
    const app = await startApp();
    const { id, request } = await startAsking(app, large);
    const response = await answer(app, id, "approval", { request_id: request.id, ...data });
    await expectRefusal(response, field);
    expect((await readById(app, id)).input_requests).toEqual([request]);
  });

  test.each<[unknown, string]>([
    [{ data: {} }, "type"],
    [{ type: "approval", data: {}, extra: 1 }, "extra"],
  ])("refuses the body %j", async (body, field) => {
    const app = await startApp();
    const { id } = await startAsking(app, large);
    const response = await post(app, `/v1/runs/${id}/input`, body);
    expect(response.status).toBe(400);
    expect((await response.json()).error.details).toHaveProperty(field);
  });

  test("refuses feedback instead, a second answer, an ended run, and other types", async () => {
    const app = await startApp({ speed: 100 });
    const { id, request } = await startAsking(app, large);
    const data = { request_id: request.id, approved: true };
    expect((await answer(app, id, "human_feedback", { request_id: request.id, feedback: "x" })).status).toBe(400);
    const init = { headers: { "content-type": "text/plain" } };
    expect((await post(app, `/v1/runs/${id}/input`, { type: "approval", data }, init)).status).toBe(415);
    expect((await answer(app, id, "approval", data)).status).toBe(200);
    expect((await answer(app, id, "approval", data)).status).toBe(400);
    await finalRun(app, id);
    const late = await answer(app, id, "approval", data);
    expect(late.status).toBe(400);
    expect((await late.json()).error.details.status).toContain("completed");
  });

  test("refuses it for a run that did not start", async () => {
    const app = await startApp({ pastRuns: 1 });
    const [created] = (await (await get(app, "/v1/runs?status=created")).json()).data;
    const response = await answer(app, created.id, "approval", { request_id: other, approved: true });
    expect(response.status).toBe(400);
    expect((await response.json()).error.details.status).toContain("created");
  });
});

describe("the other ways to ask", () => {
  test("two input requests wait at once, and are answered in any order, one answer each", async () => {
    const app = await startApp();
    const { id } = await createInBackground(app, { ticket_subject: "Complaint", ask: "both" });
    await eventually(async () => (await readById(app, id)).input_requests).toHaveLength(2);
    const [discount, text] = (await readById(app, id)).input_requests ?? [];
    expect(discount).toMatchObject({ type: "approval_request", editable_params: ["percent", "months"] });
    expect((await readById(app, id)).status).toBe("awaiting_input");
    const params = { ...(discount?.params as object), percent: 10 };
    const data = { request_id: discount?.id, approved: true, params };
    expect((await answer(app, id, "approval", data)).status).toBe(200);
    expect(await readById(app, id)).toMatchObject({ status: "awaiting_input", input_requests: [text] });
    expect((await answer(app, id, "approval", data)).status).toBe(400);
    expect((await answer(app, id, "human_feedback", { request_id: text?.id, feedback: "Sorry" })).status).toBe(200);
    const { run, types } = await finalRun(app, id);
    expect(run.output).toMatchObject({ reply: expect.stringContaining("Sorry; discount") });
    expect(types).toContain("run.resumed");
    expect(app.answers).toEqual([
      { run_id: id, type: "approval", data },
      { run_id: id, type: "human_feedback", data: { request_id: text?.id, feedback: "Sorry" } },
    ]);
  });

  test("a text is awaited with the run paused, and a notice is not awaited", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, { ticket_subject: "Complaint", ask: "text" });
    expect((await answer(app, id, "human_feedback", { request_id: request.id, feedback: "Plainly" })).status).toBe(200);
    expect((await finalRun(app, id)).types.filter((type) => type.startsWith("run."))).toEqual(
      expect.arrayContaining(["run.paused", "run.human_feedback.received", "run.resumed"]),
    );
    const { id: told } = await createInBackground(app, { ticket_subject: "Complaint", ask: "notice" });
    expect((await finalRun(app, told)).run.status).toBe("completed");
  });

  test("an input request of an unknown type accepts text", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, { ticket_subject: "Complaint", ask: "unknown" });
    expect(request).toMatchObject({ type: "vote_request", ways: ["left", "right"] });
    expect((await answer(app, id, "human_feedback", { request_id: request.id, feedback: "Left" })).status).toBe(200);
    expect((await finalRun(app, id)).run.output).toMatchObject({ reply: expect.stringContaining("Left") });
  });
});

describe("answering questions that leave out their defaults", () => {
  test.each<[string, object[], string | undefined]>([
    ["the place as an id", [{ question_id: "0", selected: ["Card"], custom_text: "or a cheque" }], undefined],
    ["own words where there are no options", [{ question_id: "2", selected: [], custom_text: "No" }], undefined],
    ["an unknown place", [{ question_id: "3", selected: [] }], "answers.0"],
    ["own words where they are not taken", [{ question_id: "1", selected: [], custom_text: "All" }], "answers.0"],
  ])("with %s", async (_what, answers, refused) => {
    const app = await startApp();
    const { id, request } = await startAsking(app, { play: "questions" });
    const response = await answer(app, id, "human_feedback", { request_id: request.id, feedback: "x", answers });
    if (refused === undefined) expect(response.status).toBe(200);
    else await expectRefusal(response, refused);
  });
});

describe("answering a request for feedback", () => {
  const ask = { ticket_subject: "Complaint", ask: "feedback" };

  test("goes on with the text and the structured answers", async () => {
    const app = await startApp();
    const { id, request } = await startAsking(app, ask);
    expect(request).toMatchObject({ prompt: expect.any(String), questions: [{ id: "tone" }, { id: "offers" }] });
    const answers = [
      { question_id: "tone", selected: [], custom_text: "Like a friend" },
      { question_id: "offers", selected: ["Free month", "Call back"] },
    ];
    const data = { request_id: request.id, feedback: "Warm", answers };
    expect((await answer(app, id, "human_feedback", data)).status).toBe(200);
    const { run, types } = await finalRun(app, id);
    expect(run.output).toMatchObject({ reply: expect.stringContaining("Warm; Like a friend; Free month; Call back") });
    expect(types).not.toContain("run.paused");
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["no text", {}, "feedback"],
    ["an answer to an unknown question", { feedback: "x", answers: [{ question_id: "x", selected: [] }] }, "answers.0"],
    ["an unknown option", { feedback: "x", answers: [{ question_id: "tone", selected: ["Loud"] }] }, "answers.0"],
    [
      "a text of one's own where none is allowed",
      { feedback: "x", answers: [{ question_id: "offers", selected: [], custom_text: "A car" }] },
      "answers.0",
    ],
  ])("refuses %s", async (_what, data, field) => {
    const app = await startApp();
    const { id, request } = await startAsking(app, ask);
    const response = await answer(app, id, "human_feedback", { request_id: request.id, ...data });
    expect(response.status).toBe(400);
    expect((await response.json()).error.details).toHaveProperty([field]);
  });
});
