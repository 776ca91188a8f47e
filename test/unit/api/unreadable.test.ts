import { expect, test } from "vitest";
import { EventSequencer, eventPage, hasNoId, runResponse, runPage, unreadableOf } from "#api/unreadable.ts";

const pagination = { page: 1, page_size: 25, page_count: 1, total_count: 3 };
const valueOf = <T>(checked: { value: T } | { problem: string }): T => {
  if ("problem" in checked) throw new Error(checked.problem);
  return checked.value;
};

test("one bad run doesn't hide the others: its fields stay, and its problem is reported", () => {
  const good = { id: "a", status: "completed" };
  const bad = { id: "b", input: { question: "Why?" }, started_at: 7 };
  const { data } = valueOf(runPage({ data: [good, bad, "text", good], pagination }));
  expect(data[0]).toBe(good);
  expect(data[1]).toEqual({
    id: "b",
    status: "unreadable",
    input: { question: "Why?" },
    unreadable: { problem: "status: expected string, received undefined", value: bad },
  });
  expect(data[2]).toMatchObject({
    status: "unreadable",
    unreadable: { problem: "(root): expected object, received string", value: "text" },
  });
  expect(data.map(hasNoId)).toEqual([false, false, true, false]);
});

test("an input request without an id is shown with a note; the others can be answered", () => {
  const asked = { id: "r1", type: "approval_request", prompt: "Refund?" };
  const { data: run } = valueOf(
    runResponse({ data: { id: "a", status: "awaiting_input", input_requests: [asked, { prompt: "And this?" }] } }),
  );
  expect(run.status).toBe("awaiting_input");
  expect(run.input_requests?.[0]).toBe(asked);
  expect(run.input_requests?.[1]).toMatchObject({
    type: "unreadable",
    prompt: "And this?",
    unreadable: { problem: "id: expected string, received undefined" },
  });
});

test("a response without a run's id is refused", () => {
  for (const value of [{}, { data: {} }, { data: [] }, null, { data: { id: 7, status: "completed" } }])
    expect(runResponse(value)).toHaveProperty("problem");
});

test("an invalid event keeps its place", () => {
  const { data } = valueOf(
    eventPage({
      data: [
        { type: "run.started", sequence: 1 },
        { sequence: 2, data: 1 },
        { type: "run.data", sequence: 3, timestamp: 1.5, data: 2 },
      ],
      pagination,
    }),
  );
  expect(data).toEqual([
    { type: "run.started", sequence: 1 },
    {
      type: "unreadable",
      sequence: 2,
      data: { problem: "type: expected string, received undefined", value: { sequence: 2, data: 1 } },
    },
    {
      type: "run.data",
      sequence: 3,
      data: 2,
      unreadable: {
        problem: expect.stringMatching(/^timestamp: /),
        value: expect.objectContaining({ timestamp: 1.5 }),
      },
    },
  ]);
});

test("an event without a sequence gets a free place, never another event's", () => {
  const bad = { type: "run.data", data: 1 };
  const at = (sequence: number) => ({ type: "run.data", sequence });
  const sequences = (...values: unknown[]) =>
    valueOf(eventPage({ data: values, pagination })).data.map((event) => [event.sequence, event.type]);
  expect(sequences(at(1), bad, at(3))).toEqual([
    [1, "run.data"],
    [2, "unreadable"],
    [3, "run.data"],
  ]);
  expect(sequences(bad, at(5))).toEqual([
    [4, "unreadable"],
    [5, "run.data"],
  ]);
  expect(sequences(at(1), bad)).toEqual([
    [1, "run.data"],
    [2, "unreadable"],
  ]);
  expect(sequences(at(1), bad, at(2))).toEqual([
    [1, "run.data"],
    [2, "run.data"],
  ]);
  // The next event reports one without a place.
  const places = new EventSequencer();
  places.take(at(1));
  expect(places.take(bad)).toEqual([]);
  const [next] = places.take(at(2));
  expect(next && unreadableOf(next)?.value).toBe(bad);
});

test.each([
  ["many", 20_000, "", 1_000],
  ["large", 10, "x".repeat(1_000_000), 4],
])("of %s events without a sequence only some are kept, and the rest is counted", (_, count, text, kept) => {
  const places = new EventSequencer();
  for (let n = 0; n < count; n++) places.take({ type: "run.data", data: text });
  const [event] = places.take({ type: "run.data", sequence: 0 });
  const { value, problem } = unreadableOf(event!)!;
  expect(value).toHaveLength(kept + 1);
  expect(problem).toMatch(new RegExp(`${(count - kept).toLocaleString("en")} more events without a valid sequence$`));
});
