import { expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { EventsAndStory } from "#runs/live/eventLog.ts";
import { PastEvents } from "#runs/live/pastEvents.ts";
import { EventsPresenter } from "#workbench/panel/vscode/events/eventsPresenter.ts";
import { failure, fakeApi, pageOf } from "../../../support/fakeApi.ts";

const event = (sequence: number, type = "agent.reasoning.delta"): RunEvent => ({
  sequence,
  type,
  data: { delta: `piece ${sequence} ` },
});
const signal = new AbortController().signal;

/** A log that has room for 100 of the events that an app has stored. */
function bounded(stored: readonly RunEvent[], heard = stored) {
  const record = new EventsAndStory({ limit: 100 });
  record.add(heard);
  const pages: number[] = [];
  const answers: { error?: Error } = {};
  const api = fakeApi({
    listEvents: async (_, { page = 1, page_size: size = 25 } = {}) => {
      pages.push(page);
      if (answers.error) throw answers.error;
      return pageOf(stored, page, size);
    },
  });
  const { log } = record;
  const past = new PastEvents(async () => api, "r1", log, signal);
  return { record, log, past, pages, answers, presenter: new EventsPresenter({ log, past }) };
}

const many = Array.from({ length: 1_000 }, (_, index) =>
  event(index + 1, index === 9 ? "vendor.step.failed" : undefined),
);

test("events that have left memory are read with their page, once", async () => {
  const { log, past, pages } = bounded(many);
  expect([log.count, log.held, log.left.length]).toEqual([1_000, 100, 900]);
  expect(await past.get(301)).toEqual(many[300]);
  expect((await past.around(399)).map(({ sequence }) => sequence)).toEqual(
    many.slice(200, 400).map(({ sequence }) => sequence),
  );
  expect(pages).toEqual([2]);
  expect(await past.get(1_001)).toBeUndefined();
});

test("the panel has a row for each of them without its text, and gets text and JSON on request", async () => {
  const { presenter, answers } = bounded(many);
  const rows = presenter.rowsAfter(-Infinity, 2_000);
  expect(rows).toHaveLength(1_000);
  expect(rows[9]).toEqual({ sequence: 10, type: "vendor.step.failed", group: "other", failed: true });
  expect(rows[899]).toEqual({ sequence: 900, type: "agent.reasoning.delta", group: "text", piece: "text" });
  expect(rows[900]).toMatchObject({ sequence: 901, summary: "piece 901 " });
  expect(presenter.counts).toMatchObject({ text: 999, failed: 1 });
  const answer = await presenter.pastRows(850);
  if (answer.type !== "pastRows") throw new Error(answer.type);
  expect([answer.rows[0], answer.rows.at(-1)]).toMatchObject([
    { sequence: 801, summary: "piece 801 " },
    { sequence: 900 },
  ]);
  expect(await presenter.message(10)).toMatchObject({
    type: "event",
    sequence: 10,
    json: expect.stringContaining("vendor.step.failed"),
  });
  answers.error = failure("network");
  expect(await presenter.message(300)).toEqual({ type: "event", sequence: 300, error: "A network error." });
  expect(await presenter.pastRows(300)).toEqual({
    type: "pastRows",
    sequence: 300,
    rows: [],
    error: "A network error.",
  });
});

test("the story stays complete, also with a late event among those that have left memory", () => {
  const { record, log } = bounded(many, [...many.slice(0, 50), ...many.slice(52)]);
  const text = () => record.runStory.steps.map((step) => ("growing" in step ? step.text : "")).join("");
  expect(text()).toContain("piece 1 piece 2 ");
  expect(log.gaps).toEqual([{ from: 51, to: 52 }]);
  const late = record.add([many[50]!, many[51]!]);
  expect(late).toMatchObject({ rebuilt: false, events: [{ sequence: 51 }, { sequence: 52 }] });
  expect([log.gaps, log.left.length + log.held, log.left.at(50)?.sequence]).toEqual([[], 1_000, 51]);
  expect(text()).toContain("piece 51 piece 52 ");
});

test("all events that have left memory are read page by page, and no others", async () => {
  const { past } = bounded(many);
  const sequences: number[] = [];
  for await (const page of past.all()) sequences.push(...page.map(({ sequence }) => sequence));
  expect(sequences).toEqual(Array.from({ length: 900 }, (_, index) => index + 1));
});
