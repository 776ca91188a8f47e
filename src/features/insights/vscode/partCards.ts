import { listed } from "#base/text/listed.ts";
import {
  failingFirst,
  mockedOf,
  type PartFigures,
  partsOf,
  slowestFirst,
  type UserFigures,
  usersOf,
  waitSpans,
  waitsOf,
} from "#features/insights/core/partFigures.ts";
import type { RunsBehind } from "#features/insights/core/runsBehind.ts";
import { cellAt, columnWith, formatCell, type InsightsTable, tableOf } from "#features/insights/page/insightsTable.ts";
import type { CardId, CardView } from "#features/insights/page/insightsViews.ts";
import { countOf } from "#model/counts.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { Card } from "./timeCards.ts";

/** A table shows so many tools, nodes or users; the chart fewer. */
const maxRows = 100;

/** The cards of tools, nodes, waits and users. */
export function partCards(runs: readonly RunFacts[]): Card[] {
  const withEvents = runs.filter(({ hasEvents }) => hasEvents).length;
  const indexedWords = withEvents === runs.length ? "" : `, in ${countOf(withEvents, "indexed run")}`;
  const parts = partsOf(runs);
  const mocked = mockedOf(runs);
  const slowest = slowestCard(parts, indexedWords);
  const failures = failuresCard(parts, indexedWords);
  return [
    { ...slowest, view: { ...slowest.view, note: mockedNote(mocked) } },
    { ...failures, view: { ...failures.view, note: mockedNote({ ...mocked, nodes: 0 }) } },
    waitsCard(runs, indexedWords),
    usersCard(runs),
  ];
}

/** *10 mocked calls are left out.* */
function mockedNote({ calls, nodes }: ReturnType<typeof mockedOf>): string | undefined {
  const words = [
    ...(calls === 0 ? [] : [countOf(calls, "mocked call")]),
    ...(nodes === 0 ? [] : [countOf(nodes, "mocked node")]),
  ];
  return words.length === 0 ? undefined : `${listed(words)} ${calls + nodes === 1 ? "is" : "are"} left out.`;
}

function slowestCard(parts: readonly PartFigures[], known: string): Card {
  const slowest = slowestFirst(parts).slice(0, maxRows);
  const table = tableOf<PartFigures>(
    [
      { id: "name", name: "Tool or node", kind: "code", cell: ({ name }) => name },
      { id: "p95", name: "p95", kind: "duration", cell: ({ durations }) => durations.p95 ?? null },
      { id: "p50", name: "p50", kind: "duration", cell: ({ durations }) => durations.p50 ?? null },
      { id: "calls", name: "Calls", kind: "count", cell: ({ calls }) => calls },
    ],
    slowest,
  );
  const detail = `bar p95, mark p50${known}`;
  const view = barsOf("slowest", "Slowest Tools and Nodes", detail, table, ["p95", "p50"], "p50 {p50}");
  return { view, behind: (row) => ({ part: slowest[row] }) };
}

function failuresCard(parts: readonly PartFigures[], known: string): Card {
  const failing = failingFirst(parts).slice(0, maxRows);
  const table = tableOf<PartFigures>(
    [
      { id: "name", name: "Tool", kind: "code", cell: ({ name }) => name },
      { id: "rate", name: "Rate", kind: "rate", cell: ({ failed, calls }) => failed / calls },
      { id: "failed", name: "Failed", kind: "count", cell: ({ failed }) => failed },
      { id: "unfinished", name: "Unfinished", kind: "count", cell: ({ unfinished }) => unfinished },
      { id: "calls", name: "Calls", kind: "count", cell: ({ calls }) => calls },
    ],
    failing,
  );
  const detail = `share of calls that failed${known}`;
  const view = barsOf("toolFailures", "Tool Failure Rate", detail, table, ["rate"], "{failed} of {calls}");
  const narrowed = (column: string | undefined): RunsBehind =>
    column === "unfinished" ? { partUnfinished: true } : { partFailed: column !== "calls" };
  return { view, behind: (row, column) => ({ part: failing[row], ...narrowed(column) }) };
}

function waitsCard(runs: readonly RunFacts[], known: string): Card {
  const { counts, unanswered, all } = waitsOf(runs);
  const spans = [
    ...waitSpans.map(({ name }, at) => ({ name, count: counts[at] ?? 0 })),
    { name: "not answered", count: unanswered },
  ];
  const table = tableOf<{ name: string; count: number }>(
    [
      { id: "name", name: "Time until the answer", kind: "text", cell: ({ name }) => name },
      { id: "requests", name: "Input requests", kind: "count", cell: ({ count }) => count },
      { id: "share", name: "Share", kind: "rate", cell: ({ count }) => count / all },
    ],
    all === 0 ? [] : spans,
  );
  const detail = `${countOf(all, "input request")}${known}`;
  const view = barsOf("waits", "Time Until the Answer", detail, table, ["requests"], "{share}");
  const behind = (row: number): RunsBehind => {
    const span = waitSpans[row];
    return span ? { waited: [span.from, span.to] } : { unanswered: true };
  };
  return { view, behind };
}

function usersCard(runs: readonly RunFacts[]): Card {
  const users = usersOf(runs).slice(0, maxRows);
  const table = tableOf<UserFigures>(
    [
      { id: "user", name: "User", kind: "text", cell: ({ user }) => user },
      { id: "runs", name: "Runs", kind: "count", cell: ({ runs: count }) => count },
      { id: "failed", name: "Failed", kind: "count", cell: ({ failed }) => failed },
    ],
    users,
  );
  const view = barsOf("users", "Top Users", "by runs", table, ["runs"], "{failed} failed");
  const behind = (row: number, column: string | undefined): RunsBehind => ({
    user: users[row]?.user,
    outcomes: column === "failed" ? ["failed"] : undefined,
  });
  return { view, behind };
}

/** @param drawn the column of the bars, and that of the marks in them @param aside what stands beside a bar */
function barsOf(
  id: CardId,
  title: string,
  detail: string,
  table: InsightsTable,
  drawn: [bar: string] | [bar: string, mark: string],
  aside: string,
): CardView {
  const { kind } = columnWith(table, drawn[0]);
  const told = table.rows.slice(0, 3).map(([name = null], row) => {
    return `${formatCell("text", name)} ${formatCell(kind, cellAt(table, row, drawn[0]))}`;
  });
  const sentence = told.length === 0 ? `${title}: nothing to show.` : `${title}: ${told.join(", ")}.`;
  return { id, title, detail, chart: "bars", sentence, table, drawn, aside, points: [] };
}
