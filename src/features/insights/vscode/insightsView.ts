import { type BeforeAfter, compareAt, type ComparedFigure } from "#features/insights/core/beforeAfter.ts";
import { usersOf, waitsOf } from "#features/insights/core/partFigures.ts";
import {
  bucketLabels,
  figuresBySpan,
  figuresOf,
  rateOf,
  type RunFigures,
} from "#features/insights/core/timeFigures.ts";
import { formatCell } from "#features/insights/page/insightsTable.ts";
import type {
  CompareView,
  ComparedRow,
  InsightsView,
  ProgressView,
  StatView,
} from "#features/insights/page/insightsViews.ts";
import type { InsightsChoice } from "#features/insights/page/messages.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatDifference } from "#model/duration.ts";
import { sumText, tokensText, unpricedText } from "#model/modelCost.ts";
import { bucketsOf, type Span, unitOf, rangeStart } from "#runs/facts/buckets.ts";
import { beganAt, firstBegan, type RunFacts } from "#runs/facts/runFacts.ts";
import { type Cause, causesOf } from "#runs/failures/causes.ts";
import { type CauseMarks, causesDetail, causeView, orderedCauses } from "./causeViews.ts";
import { type InsightsFilter, machinesNote, unsureNote } from "./insightsFilter.ts";
import { partCards } from "./partCards.ts";
import { type Card, timeCards } from "./timeCards.ts";

/** What the figures are made from. */
export interface InsightsSource {
  facts: readonly RunFacts[];
  /** Since when they are all runs of the app, in milliseconds since the epoch; absent when they are all that it has. */
  since?: number;
  marks: CauseMarks;
  /** What the reader's filter means. */
  filter: InsightsFilter;
  /** Milliseconds since the epoch. */
  now: number;
  /** The reader's time zone. */
  zone: string;
}

/** The figures of one choice, with the runs behind them. */
export interface Insights {
  /** The runs in the range that match the filter. */
  runs: readonly RunFacts[];
  cards: readonly Card[];
  causes: readonly Cause[];
  view: Omit<InsightsView, "app" | "isProduction" | "opensConversations" | keyof ProgressView>;
}

const day = 24 * 3_600_000;

/** The beginning of the first day of a range that is known whole; of the first hour where hours are shown. */
function wholeSince(since: number, range: Span, zone: string): number {
  const whole = bucketsOf(range, unitOf(range), zone).find(({ from }) => from >= since);
  return whole?.from ?? range.to;
}

/** `since 20:00 yesterday`, `since 20 Nov 00:00`. */
function sinceWords(start: number | undefined, now: number, zone: string): string {
  if (start === undefined) return "";
  const [today, yesterday] = bucketsOf({ from: now - day, to: now + 1 }, "day", zone).toReversed();
  const named = [
    { ...today, name: "today" },
    { ...yesterday, name: "yesterday" },
  ];
  const near = named.find(({ from = Infinity, to = 0 }) => start >= from && start < to);
  if (!near) return `since ${whenIn(zone)(start)}`;
  return `since ${formatTimeIn(zone, start)} ${near.name}`;
}

/** `, 2 more not started`. @param areCounted whether they are among the runs of the figure */
function notStartedWords(count: number, areCounted: boolean): string {
  return count === 0 ? "" : `, ${formatCount(count)} ${areCounted ? "of them" : "more"} not started`;
}

/** All figures of a choice. Those of 20,000 runs take a tenth of a second. */
export function insightsOf(
  source: InsightsSource,
  { range, filter, split, withMachines = false }: InsightsChoice,
): Insights {
  const { now, zone, marks, since = -Infinity } = source;
  const { test, isUnread, problem, fixes, namesOrigin = false } = source.filter;
  const rangeFrom = rangeStart(range, now, zone);
  const isCut = since > (rangeFrom ?? -Infinity);
  const start = isCut ? wholeSince(since, { from: rangeFrom ?? since, to: now + 1 }, zone) : rangeFrom;
  const first = start ?? firstBegan(source.facts) ?? now;
  // All runs are also those without a time, which are in no point of a chart over time.
  const all = source.facts.filter((run) => start === undefined || (beganAt(run) ?? -Infinity) >= start);
  const areCounted = withMachines || namesOrigin;
  const ofMachines = namesOrigin ? [] : all.filter((run) => run.from !== undefined && test(run));
  const machines = machinesNote(ofMachines, areCounted);
  const inRange = areCounted ? all : all.filter(({ from }) => from === undefined);
  const runs = inRange.filter(test);
  const note = unsureNote(inRange.filter(isUnread).length, source.filter.leavesOutSteps ? withoutEvents(runs) : 0);
  const counted = areCounted ? source.facts : source.facts.filter(({ from }) => from === undefined);
  const notStarted = counted.filter((run) => beganAt(run) === undefined && test(run)).length;
  const span = { from: first, to: now + 1 };
  const unit = unitOf(isCut && rangeFrom !== undefined ? { from: rangeFrom, to: now + 1 } : span);
  const spans = bucketsOf(span, unit, zone);
  const labels = bucketLabels(spans, unit, zone);
  const overTime = timeCards({ spans, unit, labels, figures: figuresBySpan(runs, spans), unread: withoutEvents(runs) });
  const cards = [...overTime, ...partCards(runs)];
  const causes = orderedCauses(causesOf(runs), marks);
  const time = start === undefined ? "in all" : sinceWords(start, now, zone);
  const stats = statsOf(runs, figuresOf(runs), `${time}${notStartedWords(notStarted, start === undefined)}`);
  const when = whenIn(zone);
  return {
    runs,
    cards,
    causes,
    view: {
      range,
      filter,
      filterProblem: problem,
      filterFixes: fixes,
      filterNote: note,
      withMachines,
      machinesNote: machines,
      shownSince: isCut ? (first > now ? "" : sinceWords(start, now, zone)) : undefined,
      ...(split === undefined ? {} : ofSplit(split, when(split), { runs, causes, spans })),
      runs: runs.length,
      stats,
      cards: cards.map(({ view }) => view),
      causes: causes.map((cause) => causeView(cause, { marks, when })),
      causesDetail: causesDetail(causes, runs.filter(({ error }) => error?.mocked).length),
    },
  };
}

interface SplitContext {
  runs: readonly RunFacts[];
  causes: readonly Cause[];
  spans: readonly Span[];
}

function ofSplit(at: number, name: string, { runs, causes, spans }: SplitContext) {
  const index = spans.findIndex(({ from, to }) => at >= from && at < to);
  const span = spans[index];
  return {
    split: { at, name },
    splitAt: span && (index + (at - span.from) / (span.to - span.from)) / spans.length,
    compare: compareView(compareAt(runs, at, causes), name),
  };
}

function statsOf(runs: readonly RunFacts[], figures: RunFigures, time: string): StatView[] {
  const { outcomes, mocked, success, durations } = figures;
  const waits = waitsOf(runs).durations;
  const read = runs.length - withoutEvents(runs);
  const indexedWords = read === runs.length ? "" : `, in ${countOf(read, "run")} whose steps are indexed`;
  const degraded = runs.filter(({ failedNodes }) => failedNodes !== undefined).length;
  const users = usersOf(runs);
  const [topUser] = users;
  const wait = (ms: number | undefined): string => formatCell("duration", ms ?? null);
  const canceled = outcomes.canceled === 0 ? "" : `, not counting ${formatCount(outcomes.canceled)} canceled`;
  const blocked =
    outcomes.blocked === 0 ? "" : `${canceled === "" ? ", without" : " and"} ${formatCount(outcomes.blocked)} blocked`;
  const made = mocked === 0 ? "" : ` and ${countOf(mocked, "mocked failure")}`;
  const others = `${canceled}${blocked}`;
  const leftOut = others === "" ? made.replace(" and", ", without") : `${others}${made}`;
  return [
    { name: "Runs", value: formatCount(runs.length), detail: time },
    {
      name: "Success rate",
      value: formatCell("rate", rateOf(success) ?? null),
      detail: `${formatCount(success.all - success.hits)} failed${leftOut}`,
    },
    ...(outcomes.blocked > 0
      ? [{ name: "Blocked by a hook", value: formatCount(outcomes.blocked), detail: indexedWords.replace(/^, /, "") }]
      : []),
    ...(degraded > 0
      ? [{ name: "Completed, but nodes failed", value: formatCount(degraded), detail: indexedWords.replace(/^, /, "") }]
      : []),
    {
      name: "Median duration",
      value: formatCell("runDuration", durations.p50 ?? null),
      detail: `p95 ${formatCell("runDuration", durations.p95 ?? null)}${others}`,
    },
    { name: "Median wait for an answer", value: wait(waits.p50), detail: `p95 ${wait(waits.p95)}${indexedWords}` },
    {
      name: "Users",
      value: formatCount(users.length),
      detail: topUser ? `most: ${topUser.user}, ${countOf(topUser.runs, "run")}` : "",
    },
    ...modelStats(runs),
  ];
}

/** The tokens and the cost of local runs. */
function modelStats(runs: readonly RunFacts[]): StatView[] {
  const all = runs.flatMap(({ models }) => models ?? []);
  if (all.length === 0) return [];
  const sum = (of: (each: (typeof all)[number]) => number): number => all.reduce((so, each) => so + of(each), 0);
  const unpriced = [...new Set(all.flatMap((each) => each.unpriced))];
  const models = { tokens: sum(({ tokens }) => tokens), cost: sum(({ cost }) => cost), unpriced };
  const calls = `${countOf(
    sum((each) => each.calls),
    "model call",
  )} in ${countOf(all.length, "run")}`;
  return [
    { name: "Tokens", value: tokensText(models.tokens).replace(/ tokens?$/, ""), detail: calls },
    { name: "Model cost", value: sumText(models), detail: unpricedText(models) },
  ];
}

function withoutEvents(runs: readonly RunFacts[]): number {
  return runs.filter(({ hasEvents }) => !hasEvents).length;
}

/** A time of day in a zone: `20:00`. */
function formatTimeIn(timeZone: string, time: number): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(time);
}

/** Day and time in a zone: `24 Nov 14:21`. */
function whenIn(timeZone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (time) => format.format(time).replace(",", "");
}

/** @param title `24 Nov 14:00` */
function compareView({ runs, figures, causes }: BeforeAfter, title: string): CompareView {
  const { before, after, fresh, gone } = causes;
  const newText = fresh.length === 0 ? "No new cause" : countOf(fresh.length, "new cause");
  const goneText =
    gone.length === 0
      ? "all earlier causes occurred again"
      : `${countOf(gone.length, "earlier cause")} did not occur again`;
  return {
    title,
    runs: [...runs],
    rows: figures.map(rowOf),
    causes: { before, after, text: before === 0 ? newText : `${newText}, ${goneText}`, fresh: [...fresh] },
  };
}

function rowOf({ name, kind, before, after, of, counts: [early, late] }: ComparedFigure): ComparedRow {
  const value = (figure: number | undefined): string => formatCell(kind, figure ?? null);
  return {
    name,
    before: value(before),
    after: value(after),
    counts: [countOf(early, of), countOf(late, of)],
    difference: before === undefined || after === undefined ? "–" : differenceOf(kind, before, after),
  };
}

/** `−10.9 points`, `+22 s`: of the figures as they are shown. */
function differenceOf(kind: ComparedFigure["kind"], before: number, after: number): string {
  // Both took some part of a second.
  if (kind === "runDuration" && before === 0 && after === 0) return "–";
  if (kind !== "rate") return formatDifference(before, after);
  const tenths = Math.round(after * 1_000) - Math.round(before * 1_000);
  return tenths === 0 ? "0 points" : `${tenths < 0 ? "−" : "+"}${(Math.abs(tenths) / 10).toFixed(1)} points`;
}
