import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventGroup, EventRow } from "../../../../src/protocol/eventViews.ts";
import { EventLines } from "../../../../src/webview/events/eventLines.ts";
import { FilteredRows } from "../../../../src/webview/events/filteredRows.ts";
import { passes, withGroup, noFilter } from "../../../../src/webview/state/eventFilter.ts";
import { RowList } from "../../../../src/webview/state/rowList.ts";
import { packed } from "../support/packed.ts";

const groups: EventGroup[] = ["text", "tools", "requests", "run", "other"];

function row(sequence: number): EventRow {
  const group = groups[Math.floor(sequence) % groups.length]!;
  return { sequence, type: `${group}.x`, group, summary: "", ...(sequence % 11 === 0 ? { failed: true } : {}) };
}

const sequences = (rows: readonly EventRow[]): number[] => rows.map(({ sequence }) => sequence);

describe("lines", () => {
  test("have rows and marks, and find each event", () => {
    const places = fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(places, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), (all, after) => {
        const rows = all.map(row);
        const lines = new EventLines(
          RowList.of(rows),
          after.map((at) => ({ after: at, text: "", warning: false })),
        );
        const drawn = Array.from({ length: lines.length }, (_, index) => lines.at(index)!);
        expect(drawn.flatMap((line) => ("row" in line ? [line.row] : []))).toEqual(rows);
        drawn.forEach((line, index) => {
          const next = drawn.slice(index).find((each) => "row" in each);
          if ("row" in line) expect(lines.lineOf(line.row.sequence)).toBe(index);
          else if (next) expect(next.row.sequence).toBeGreaterThan(line.mark.after);
        });
        expect(lines.lineOf(41)).toBe(-1);
        expect(lines.at(lines.length)).toBeUndefined();
      }),
    );
  });

  test("lead from an unlisted event to the next listed one", () => {
    const lines = new EventLines(RowList.of([2, 5, 9].map(row)), [{ after: 4, text: "", warning: true }]);
    expect([1, 2, 3, 5, 6, 9, 10].map((sequence) => lines.lineFrom(sequence))).toEqual([0, 0, 2, 2, 3, 3, 4]);
  });

  test("lead to each of two events with one sequence", () => {
    const again = 5 + 1 / 1024;
    const lines = new EventLines(RowList.of([2, 5, again, 9].map(row)), []);
    expect([5, again, 9, 9 + 1 / 1024].map((place) => lines.lineOf(place))).toEqual([1, 2, 3, -1]);
  });
});

describe("a filter", () => {
  test("adds up groups, none meaning all, and keeps their failed events", () => {
    const kept = (filter: Parameters<typeof passes>[0]): number[] =>
      sequences(Array.from({ length: 12 }, (_, index) => row(index)).filter((each) => passes(filter, each)));
    expect(kept(noFilter)).toHaveLength(12);
    const tools = withGroup(noFilter, "tools");
    expect(kept(tools)).toEqual([1, 6, 11]);
    expect(kept(withGroup(tools, "run"))).toEqual([1, 3, 6, 8, 11]);
    expect(kept({ ...withGroup(tools, "run"), failedOnly: true })).toEqual([11]);
    expect(withGroup(tools, "tools")).toEqual(noFilter);
  });

  test("checks each event once as they arrive, and all when some are late", () => {
    let looked = 0;
    const filtered = new FilteredRows(({ group }) => {
      looked += 1;
      return group === "tools";
    });
    let rows = RowList.of();
    for (let from = 1; from < 100_000; from += 250) {
      rows = rows.add(packed(Array.from({ length: 250 }, (_, index) => row((from + index) * 2))));
      filtered.of(rows);
    }
    expect(looked).toBe(100_000);
    expect(filtered.of(rows)).toBe(filtered.of(rows));
    expect(filtered.of(rows)).toHaveLength(20_000);
    rows = rows.add(packed([row(11)]));
    expect(sequences(filtered.of(rows)).slice(0, 3)).toEqual([6, 11, 16]);
    expect(filtered.of(RowList.of())).toEqual([]);
    expect(sequences(filtered.of(RowList.of([row(1)])))).toEqual([1]);
  });
});
