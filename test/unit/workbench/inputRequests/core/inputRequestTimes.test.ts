import { expect, test } from "vitest";
import type { PageQuery } from "#api/contract.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { InputRequestTimes } from "#workbench/inputRequests/core/inputRequestTimes.ts";
import { aRun, fakeApi, pageOf } from "../../../../support/fakeApi.ts";

const asked = (id: string, at: number): RunEvent => ({
  type: "approval_request.created",
  sequence: at,
  timestamp: new Date(at).toISOString(),
  data: { id },
});
const waiting = (...ids: string[]): Run => ({
  ...aRun("run", "awaiting_input", 1000),
  input_requests: ids.map((id) => ({ id })),
});

function setup(events: readonly RunEvent[] | Error) {
  const queries: (PageQuery | undefined)[] = [];
  const api = fakeApi({
    listEvents: async (_, query) => {
      queries.push(query);
      if (events instanceof Error) throw events;
      return pageOf(events, 1, 25);
    },
  });
  const known: string[] = [];
  const times = new InputRequestTimes((id) => known.push(id));
  const look = async (run: Run) => {
    void times.look(run, () => Promise.resolve(api));
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { queries, known, times, look };
}

test("the events say when a run asked, and are read once for each input request", async () => {
  const { queries, known, times, look } = setup([
    asked("b", 5000),
    asked("a", 3000),
    { type: "other", sequence: 1, data: null },
  ]);
  await look(waiting("a", "b"));
  await look(waiting("a", "b"));
  expect(queries).toEqual([{ page: 1, page_size: 25, sort: "-sequence" }]);
  expect(known).toEqual(["run"]);
  expect([times.of("run", "a"), times.of("run", "b"), times.oldest(waiting("a", "b"))]).toEqual([3000, 5000, 3000]);
  await look(waiting("a", "b", "c"));
  expect(queries).toHaveLength(2);
});

test("a run is looked up again after nothing could be read for it", async () => {
  const { known, times } = setup([]);
  const api = fakeApi({ listEvents: async () => pageOf([asked("a", 3000)], 1, 25) });
  await times.look(waiting("a"), () => Promise.reject(new Error("The list has ended.")));
  expect(known).toEqual([]);
  await times.look(waiting("a"), () => Promise.resolve(api));
  expect(times.of("run", "a")).toBe(3000);
});

test("the next question under an id has a time of its own", async () => {
  const events = [asked("a", 3000)];
  const { queries, times, look } = setup(events);
  await look(waiting("a"));
  await look({ ...waiting("a"), status: "started" });
  events.unshift(asked("a", 9000), { ...asked("a", 8000), type: "run.human_feedback.received" });
  await look(waiting("a"));
  expect([queries.length, times.of("run", "a")]).toEqual([2, 9000]);
});
