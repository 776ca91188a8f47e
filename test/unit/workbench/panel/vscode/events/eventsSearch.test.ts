import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { PastEvents } from "#runs/live/pastEvents.ts";
import type { FoundEvents, HostMessage } from "#workbench/panel/page/messages.ts";
import { EventsSearch } from "#workbench/panel/vscode/events/eventsSearch.ts";
import { failure, fakeApi, pageOf } from "../../../../../support/fakeApi.ts";

const event = (sequence: number): RunEvent => ({
  sequence,
  type: "run.data",
  data: { deep: [{ text: `row ${sequence % 100}.` }] },
});
const stored = Array.from({ length: 1_000 }, (_, index) => event(index + 1));

function open() {
  const record = new EventsAndStory({ limit: 400 });
  record.add(stored);
  const answers: { error?: Error } = {};
  const api = fakeApi({
    listEvents: async (_, { page = 1, page_size: size = 25 } = {}) => {
      if (answers.error && page === 3) throw answers.error;
      return pageOf(stored, page, size);
    },
  });
  const past = new PastEvents(async () => api, "r1", record.log, new AbortController().signal);
  const found: FoundEvents[] = [];
  const search = new EventsSearch({ log: record.log, past }, (message: HostMessage) => {
    if (message.type === "found") found.push(message);
  });
  const sequences = () => found.flatMap((each) => each.sequences);
  return { record, search, answers, found, sequences };
}

test("it searches events in memory and new ones, and says how many it left out", async () => {
  const { record, search, found, sequences } = open();
  search.start("row 7.");
  expect(found).toEqual([{ type: "found", query: "row 7.", sequences: [], done: false, unsearched: 600 }]);
  await expect.poll(() => found.at(-1)).toMatchObject({ done: true, unsearched: 600 });
  expect(sequences()).toEqual([607, 707, 807, 907]);
  search.note(record.add([event(1_007)])!);
  await expect.poll(sequences).toEqual([607, 707, 807, 907, 1_007]);
});

test("on request it searches events that have left memory; read failures are shown and tried again", async () => {
  const { search, answers, found, sequences } = open();
  search.start("row 7.");
  await expect.poll(() => found.at(-1)?.done).toBe(true);
  answers.error = failure("network");
  await search.searchPast();
  await expect.poll(() => found.at(-1)).toMatchObject({ done: true, unsearched: 200, error: "A network error." });
  delete answers.error;
  await search.searchPast();
  await expect.poll(() => found.at(-1)).toMatchObject({ done: true, unsearched: 0 });
  expect([...new Set(sequences())].sort((a, b) => a - b)).toEqual([7, 107, 207, 307, 407, 507, 607, 707, 807, 907]);
});

test("a search of events that have left memory ends also when none of them matches", async () => {
  const { search, found } = open();
  search.start("nowhere");
  await expect.poll(() => found.at(-1)?.done).toBe(true);
  await search.searchPast();
  await expect.poll(() => found.at(-1)).toMatchObject({ sequences: [], done: true, unsearched: 0 });
});

test("another text ends the last search, and an empty one ends it for good", async () => {
  const { record, search, found } = open();
  search.start("row 7.");
  search.start("row 8.");
  await expect.poll(() => found.at(-1)).toMatchObject({ query: "row 8.", done: true });
  expect(found.filter(({ query }) => query === "row 7.").flatMap(({ sequences }) => sequences)).toEqual([]);
  search.start("");
  const told = found.length;
  search.note(record.add([event(1_008)])!);
  await search.searchPast();
  expect(found).toHaveLength(told);
});
