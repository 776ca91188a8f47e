import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { finderOf } from "#base/text/textFinder.ts";
import { holdsText, type SearchNews, TextSearch } from "#runs/live/textSearch.ts";

const finds = (value: unknown, query: string): boolean => holdsText(value, finderOf(query)!);

const event = {
  type: "agent.tool_call.completed",
  sequence: 306,
  data: {
    tool: { name: "match_payments" },
    result: '{"duplicate": true, "note": "zwei\nZeilen"}',
    tags: ["Überweisung", 12.5, null, []],
    'odd "name"': {},
  },
};

describe("an event's whole JSON", () => {
  test.each([
    ["a name with its value", '"sequence": 306'],
    ["a name with quotes, as JSON writes it", 'odd \\"name\\"'],
    ["JSON inside a string, as JSON writes it", '{\\"duplicate\\": true'],
    ["JSON inside a string, as it is", '"duplicate": true'],
    ["a line break inside a string", "zwei\nzeilen"],
  ])("has %s", (_, query) => expect(finds(event, query)).toBe(true));

  test.each([["absent"], ["306306"], ["tool.name"]])("has no %s", (query) => expect(finds(event, query)).toBe(false));
});

describe("a search", () => {
  const events = (from: number, to: number): RunEvent[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      sequence: from + index,
      type: "run.data",
      data: { row: `row ${(from + index) % 10}` },
    }));

  test("finds matching events, also later ones, and says when it is complete", async () => {
    const news: SearchNews[] = [];
    // A search that takes long says on the way what it has found.
    const told = () => ({ sequences: news.flatMap(({ sequences }) => sequences), done: news.at(-1)?.done });
    const search = new TextSearch("row 7", holdsText, (each) => news.push(each));
    search.add(events(1, 20));
    await expect.poll(told).toEqual({ sequences: [7, 17], done: true });
    search.add(events(21, 30));
    await expect.poll(told).toEqual({ sequences: [7, 17, 27], done: true });
  });
});
