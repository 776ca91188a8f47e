import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { EventFolds } from "#workbench/panel/page/events/eventFolds.ts";
import { EventLines } from "#workbench/panel/page/events/eventLines.ts";
import type { EventGroup, EventRow } from "#workbench/panel/page/eventViews.ts";
import { RowList } from "#workbench/panel/page/state/rowList.ts";

const groups: EventGroup[] = ["text", "tools", "requests", "run", "other"];

function row(sequence: number): EventRow {
  const group = groups[Math.floor(sequence) % groups.length]!;
  return { sequence, type: `${group}.x`, group, summary: "", failed: sequence % 11 === 0 || undefined };
}

describe("lines", () => {
  test("have rows and marks, and find each event", () => {
    const places = fc
      .uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(places, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), (all, after) => {
        const rows = all.map(row);
        const lines = new EventLines(
          new RowList(rows),
          after.map((at) => ({ after: at, text: "" })),
          new EventFolds([], new Set()).take(new RowList(rows)),
        );
        const drawn = Array.from({ length: lines.length }, (_, index) => lines.at(index)!);
        expect(drawn.flatMap((line) => (line.row ? [line.row] : []))).toEqual(rows);
        drawn.forEach((line, index) => {
          const next = drawn.slice(index).find((each) => each.row);
          if (line.row) expect(lines.lineOf(line.row.sequence)).toBe(index);
          else if (next?.row) expect(next.row.sequence).toBeGreaterThan(line.mark.after);
        });
        expect(lines.lineOf(41)).toBe(-1);
        expect(lines.at(lines.length)).toBeUndefined();
      }),
    );
  });
});

describe("neighbours of one kind", () => {
  const kinds = [
    { type: "agent.reasoning.delta", group: "text", piece: "text" },
    { type: "run.data", group: "data", piece: "answer", source: "Researcher" },
    { type: "run.data", group: "data", piece: "answer", source: "Writer" },
    { type: "run.started", group: "run" },
  ] as const;
  const kindRow = (kind: number, sequence: number, failed = false): EventRow => ({
    sequence,
    ...kinds[kind]!,
    summary: `${sequence}.`,
    failed: failed || undefined,
  });
  /** Batches of rows with gaps and rows that came twice. */
  const batches = fc
    .array(
      fc.array(
        fc.record({
          step: fc.constantFrom(1024, 1024, 1024, 2048, 1),
          kind: fc.constantFrom(0, 0, 0, 1, 1, 2, 3),
          failed: fc.integer({ min: 0, max: 15 }).map((each) => each === 0),
        }),
        { maxLength: 30 },
      ),
      { maxLength: 6 },
    )
    .map((all) => {
      let at = 0;
      return all.map((batch) => batch.map((each) => kindRow(each.kind, (at += each.step) / 1024, each.failed)));
    });

  /** Groups of rows, as one would fold them who sees all. */
  function folded(rows: readonly EventRow[], after: readonly number[]): EventRow[][] {
    const groups: EventRow[][] = [];
    for (const row of rows) {
      const before = groups.at(-1)?.at(-1);
      const joins =
        before?.piece !== undefined &&
        !row.failed &&
        !before.failed &&
        row.type === before.type &&
        row.source === before.source &&
        row.sequence - before.sequence <= 1 &&
        !after.some((place) => place >= before.sequence && place < row.sequence);
      if (joins) groups.at(-1)!.push(row);
      else groups.push([row]);
    }
    return groups;
  }

  test("are one line, however they arrive, unless one of them is open or a mark is between", () => {
    const places = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 4 });
    fc.assert(
      fc.property(batches, places, places, (all, after, open) => {
        const marks = after.map((at) => ({ after: at, text: "" }));
        const folds = new EventFolds(marks, new Set(open));
        let list = new RowList();
        for (const batch of all) {
          list = list.add(batch);
          folds.take(list);
        }
        const lines = new EventLines(list, marks, folds);
        const rows = all.flat();
        const expected = folded(rows, after).flatMap((group) =>
          group.some(({ sequence }) => open.includes(sequence)) ? group.map((each) => [each]) : [group],
        );
        const drawn = Array.from({ length: lines.length }, (_, index) => lines.at(index)!);
        const heads = drawn.flatMap((line) => (line.row ? [line] : []));
        expect(heads.map((line) => line.row.sequence)).toEqual(expected.map(([head]) => head!.sequence));
        expected.forEach((group, at) => {
          const line = drawn.indexOf(heads[at]!);
          for (const { sequence } of group) expect(lines.lineOf(sequence)).toBe(line);
          const { fold } = heads[at]!;
          if (group.length > 1) expect(fold).toMatchObject({ count: group.length, last: group.at(-1)!.sequence });
          else expect(fold?.count).not.toBe(1);
        });
        drawn.forEach((line, index) => {
          const next = drawn.slice(index).find((each) => each.row);
          const before = drawn.slice(0, index).findLast((each) => each.row);
          if (!line.mark) return;
          if (next?.row) expect(next.row.sequence).toBeGreaterThan(line.mark.after);
          if (before?.row) expect(before.row.sequence).toBeLessThanOrEqual(line.mark.after);
        });
      }),
    );
  });

  test("are counted as they arrive: each new event is looked at once", () => {
    let list = new RowList();
    const folds = new EventFolds([], new Set());
    const looked = vi.spyOn(RowList.prototype, "at");
    for (let from = 1; from <= 100_000; from += 250) {
      list = list.add(Array.from({ length: 250 }, (_, index) => kindRow(0, from + index)));
      folds.take(list);
    }
    expect([folds.lines, looked.mock.calls.length]).toEqual([1, 200_000]);
    looked.mockRestore();
    expect(new EventLines(list, [], folds).at(0)).toMatchObject({
      row: { sequence: 1 },
      fold: { count: 100_000, open: false, last: 100_000, text: expect.stringMatching(/^1\.2\.3\./) as string },
    });
  });
});
