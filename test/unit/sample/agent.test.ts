import { expect, test } from "vitest";
import { runEventSchema, runSchema } from "#api/schemas.ts";
import { startAgent } from "#sample/agent/agent.ts";
import { Random } from "#sample/agent/random.ts";
import type { AgentFile } from "#sample/agent/steps.ts";
import { playAtOnce } from "#sample/runs/playAtOnce.ts";
import { ServedRun } from "#server/runs/servedRun.ts";

const startAt = Date.parse("2026-06-10T09:15:21Z");

function play(input: Record<string, unknown>, files: AgentFile[] = [], seed = 1) {
  const random = new Random(seed);
  const facts = { id: random.uuid(), appId: "app", input, userId: undefined, sessionId: undefined, createdAt: 0 };
  const run = new ServedRun(facts, () => random.uuid());
  const end = playAtOnce(run, startAgent({ input, files, random }), { startAt });
  return { run, seconds: (end - startAt) / 1_000, types: new Set(run.events.map((event) => event.type)) };
}

const refund = { ticket_subject: "Charged twice", customer_id: "customer-1", amount: 148.5, currency: "USD" };

const inputs: [string, Record<string, unknown>][] = [
  ["a small refund", refund],
  ["a large refund", { ...refund, amount: 620 }],
  ["a request for feedback", { ticket_subject: "Which tone?", ask: "feedback" }],
  ["a request for a text", { ticket_subject: "Complaint", ask: "text" }],
  ["a pause", { ...refund, pause: true }],
  ["a failure", { ...refund, fail: true }],
  ["an input of wrong types", { ticket_subject: 5, amount: "620", currency: null, ask: [] }],
];

test.each(inputs)("the support agent streams well-formed events for %s", (_what, input) => {
  const { run } = play(input);
  const sequences = run.events.map((event) => runEventSchema.parse(event).sequence);
  expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  expect(runSchema.parse(run.toWire()).id).toBe(run.facts.id);
  const data = { id: run.facts.id, object: "run" };
  expect(run.events[0]).toMatchObject({ type: "run.started", data: { ...data, status: "started" } });
  expect(run.events.at(-1)).toMatchObject({ type: `run.${run.status}`, data: { ...data, status: run.status } });
  expect(run.isTerminal).toBe(true);
  const times = run.events.map((event) => Date.parse(event.timestamp ?? ""));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  expect(new Set(run.events.map((event) => event.id)).size).toBe(run.events.length);
});

test.each(inputs)("the iterations of the support agent count on by one for %s", (_what, input) => {
  const { events } = play(input).run;
  const iterations = events.flatMap(({ data }) => (data as { iteration?: number }).iteration ?? []);
  const distinct = [...new Set(iterations)];
  expect(distinct).toEqual(distinct.map((_, index) => index + 1));
});

test("the support agent asks for approval above the limit, in the documented order", () => {
  const { run } = play({ ...refund, amount: 620 });
  const order = ["approval_request.created", "run.paused", "run.human_feedback.received", "run.resumed"];
  expect(run.events.map((event) => event.type).filter((type) => order.includes(type))).toEqual(order);
  const asked = run.events.find((event) => event.type === "approval_request.created");
  expect(asked?.data).toMatchObject({ params: { amount: 620, currency: "USD" }, editable_params: ["amount"] });
  expect(run.toWire().output).toMatchObject({ priority: "high", escalated: true, refund: { amount: 620 } });
});

test("the support agent tells the same story for the same seed", () => {
  expect(play(refund, [], 7).run.events).toEqual(play(refund, [], 7).run.events);
  expect(play(refund, [], 7).run.events).not.toEqual(play(refund, [], 8).run.events);
});
