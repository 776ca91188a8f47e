import { countOf } from "../../model/counts.ts";
import { type ColumnKind, formatCell, type TableColumn } from "../../model/insights/insightsTable.ts";
import type { CardId, CardView } from "../../protocol/insights/insightsViews.ts";
import type { RunFacts } from "../../runs/facts/runFacts.ts";
import { failingFirst, partsOf, slowestFirst, usersOf, waitSpans, waitsOf } from "../../runs/insights/partFigures.ts";
import type { RunsBehind } from "../../runs/insights/runsBehind.ts";
import type { Card } from "./timeCards.ts";

/** A table shows so many tools, nodes or users; the chart fewer. */
const mostRows = 100;

/** The cards of tools, nodes, waits and users. */
export function partCards(runs: readonly RunFacts[]): Card[] {
  const withEvents = runs.filter(({ hasEvents }) => hasEvents).length;
  const known = withEvents === runs.length ? "" : `, in ${countOf(withEvents, "indexed run")}`;
  const parts = partsOf(runs);
  return [slowestCard(parts, known), failuresCard(parts, known), waitsCard(runs, known), usersCard(runs)];
}

type Parts = ReturnType<typeof partsOf>;

function slowestCard(parts: Parts, known: string): Card {
  const slowest = slowestFirst(parts).slice(0, mostRows);
  const rows = slowest.map(({ name, durations, calls }) => [name, durations.p95 ?? null, durations.p50 ?? null, calls]);
  const columns = columnsOf(["Tool or node", "code"], ["p95", "duration"], ["p50", "duration"], ["Calls", "count"]);
  const view = barsOf("slowest", "Slowest Tools and Nodes", `bar p95, mark p50${known}`, { columns, rows }, [1, 2]);
  return { view, behind: (row) => ({ part: slowest[row]?.name }) };
}

function failuresCard(parts: Parts, known: string): Card {
  const failing = failingFirst(parts).slice(0, mostRows);
  const rows = failing.map(({ name, failed, unfinished, calls }) => [name, failed / calls, failed, unfinished, calls]);
  const columns = columnsOf(
    ["Tool", "code"],
    ["Rate", "rate"],
    ["Failed", "count"],
    ["Unfinished", "count"],
    ["Calls", "count"],
  );
  const view = barsOf("toolFailures", "Tool Failure Rate", `failed of all calls${known}`, { columns, rows }, [1]);
  const narrowed = (column: number | undefined): RunsBehind =>
    column === 3 ? { partUnfinished: true } : { partFailed: column !== 4 };
  return { view, behind: (row, column) => ({ part: failing[row]?.name, ...narrowed(column) }) };
}

function waitsCard(runs: readonly RunFacts[], known: string): Card {
  const { counts, unanswered, all } = waitsOf(runs);
  const named = [
    ...waitSpans.map(({ name }, at) => [name, counts[at] ?? 0] as const),
    ["not answered", unanswered] as const,
  ];
  const rows = all === 0 ? [] : named.map(([name, count]) => [name, count, count / all]);
  const columns = columnsOf(["Time until the answer", "text"], ["Input requests", "count"], ["Share", "rate"]);
  const detail = `${countOf(all, "input request")}, by time until the answer${known}`;
  const view = barsOf("waits", "Waits for a Person", detail, { columns, rows }, [1]);
  const behind = (row: number): RunsBehind => {
    const span = waitSpans[row];
    return span ? { waited: [span.from, span.to] } : { unanswered: true };
  };
  return { view, behind };
}

function usersCard(runs: readonly RunFacts[]): Card {
  const users = usersOf(runs).slice(0, mostRows);
  const rows = users.map(({ user, runs: count, failed }) => [user, count, failed]);
  const columns = columnsOf(["User", "text"], ["Runs", "count"], ["Failed", "count"]);
  const view = barsOf("users", "Top Users", "by runs", { columns, rows }, [1]);
  const behind = (row: number, column: number | undefined): RunsBehind => ({
    user: users[row]?.user,
    ...(column === 2 ? { outcomes: ["failed"] } : {}),
  });
  return { view, behind };
}

function columnsOf(...columns: readonly (readonly [name: string, kind: ColumnKind])[]): TableColumn[] {
  return columns.map(([name, kind]) => ({ name, kind }));
}

function barsOf(id: CardId, title: string, detail: string, table: CardView["table"], drawn: number[]): CardView {
  const told = table.rows.slice(0, 3).map((row) => {
    const value = formatCell(table.columns[1]!.kind, row[1] ?? null);
    return `${String(row[0])} ${value}`;
  });
  const sentence = told.length === 0 ? `${title}: nothing to show.` : `${title}: ${told.join(", ")}.`;
  return { id, title, detail, chart: "bars", sentence, table, drawn, points: [] };
}
