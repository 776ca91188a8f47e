import type { JsonPath } from "#base/json/jsonPath.ts";
import { listed } from "#base/text/listed.ts";
import type { CompareView, KindCounts, Side, SideHead } from "#features/compare/page/compareViews.ts";
import { sideLetters } from "#features/compare/page/compareWords.ts";
import type { ComparedRun } from "#features/compare/page/messages.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { formatDifference } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortId, titleById } from "#model/shortId.ts";
import { isTerminal } from "#model/status.ts";
import { formatDay, formatWhen } from "#model/times.ts";
import { differencesText } from "#runs/compare/bodies/rowSentence.ts";
import type { ChangedPart, Comparison, ComparisonRow } from "#runs/compare/comparison.ts";
import { runBlock, runWord } from "#runs/labels/blockedRun.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import { runContext } from "#workbench/panel/vscode/contextWords.ts";
import { clockText, isNoise } from "./timeChange.ts";

/** The facts about a run's connection that a comparison shows. */
interface ComparedConnection {
  name: string;
  production: boolean;
  titlePath?: JsonPath;
  opensExports?: boolean;
}

export interface ComparedSide {
  run: ComparedRun;
  watch: RunWatch;
  connection: () => ComparedConnection;
}

export type ComparedSides = Readonly<Record<Side, ComparedSide>>;

export const sideNames: readonly Side[] = ["a", "b"];

/**
 * All that is shown of a comparison but its rows.
 *
 * @param now in milliseconds since the epoch
 * @param changed whether a run has gone on since they were compared
 */
export function compareView(sides: ComparedSides, comparison: Comparison, now: number, changed: boolean): CompareView {
  const { first, rows, times } = comparison;
  const row = first && rows[first.row];
  const going = sideNames.filter((side) => goesOn(sides[side]));
  const banner = bannerOf(sides);
  return {
    title: titleOfBoth(sides),
    headline: headlineOf(comparison, going.length > 0),
    sentence: sentenceOf(comparison, sides, going.length > 0),
    first: first && row ? { row: first.row, text: firstText(row) } : undefined,
    counts: countsOf(comparison),
    connections: connectionsOf(sides),
    chosen: chosenOf(sides),
    rule: "IDs and times are ignored",
    heads: { a: headOf(sides, "a", now), b: headOf(sides, "b", now) },
    times:
      going.length > 0
        ? undefined
        : {
            text: `${clockText(times.a.whole)} → ${clockText(times.b.whole)}`,
            difference: isNoise(times.a.whole, times.b.whole) ? "" : formatDifference(times.a.whole, times.b.whole),
          },
    live: liveOf(going, changed),
    banner,
  };
}

/** Whether more steps may come. An exported run doesn't change. */
export function goesOn({ watch }: ComparedSide): boolean {
  const { origin, run, state } = watch;
  const hasFailed = state.kind === "failed" && run !== undefined && isTerminal(run.status);
  return origin === undefined && state.kind !== "ended" && !hasFailed;
}

/** Whether its steps can be compared: all that were stored have been read. */
export function isRead({ watch }: ComparedSide): boolean {
  return watch.run !== undefined && watch.state.kind !== "connecting";
}

function titleOf({ watch, connection, run }: ComparedSide): string {
  return watch.run ? runTitle(watch.run, connection().titlePath) : titleById(run.runId);
}

/** The title of both runs, or both titles. */
export function titleOfBoth(sides: ComparedSides): string {
  const [a, b] = sideNames.map((side) => titleOf(sides[side]));
  return a === b ? a! : `${a} ↔ ${b}`;
}

/** What the tab says: runs of the same name are told apart by their ids. */
export function tabTitle(sides: ComparedSides): string {
  const title = titleOfBoth(sides);
  const [a, b] = sideNames.map((side) => shortId(sides[side].run.runId));
  return titleOf(sides.a) === titleOf(sides.b) ? `${title} (${a} ↔ ${b})` : title;
}

function headlineOf({ first, rows }: Comparison, going: boolean): string {
  const row = first && rows[first.row];
  if (row?.value) return `First difference in the ${row.value}`;
  if (row) return `First difference at step ${formatCount(numberOf(row))}`;
  return going ? "No differences so far" : "No differences";
}

/** The number of the step that a row shows. A moved step has a row in each run. */
function numberOf(row: ComparisonRow): number {
  return ((row.kind === "moved" && row.side === "b" ? row.b : (row.a ?? row.b)) ?? 0) + 1;
}

function sentenceOf({ first, counts, times }: Comparison, sides: ComparedSides, going: boolean): TextPiece[] {
  const time = going ? "" : timeSentence(times);
  if (!first) return time === "" ? [] : [{ text: time }];
  const [name, ...rest] = first.sentence.split(": ");
  const [a, b] = sideNames.map((side) => sides[side].watch.runStory.story.length);
  const total = `${differencesText(counts, a!, b!)}.`;
  return [
    { text: name!, code: true },
    { text: `: ${rest.join(": ").replace(/\.$/, "")}. ${[total, time].filter(Boolean).join(" ")}` },
  ];
}

/** Which run was faster, and by how much, without the time that people needed; empty where that is noise. */
function timeSentence({ a, b }: Comparison["times"]): string {
  if (isNoise(a.withoutWaits, b.withoutWaits)) return "";
  const change = formatDifference(a.withoutWaits, b.withoutWaits);
  const waits = a.waited > 0 || b.waited > 0 ? "Not counting waits for an answer, " : "";
  return change === "0 ms" ? "" : `${waits}B is ${change.slice(1)} ${change.startsWith("+") ? "slower" : "faster"}.`;
}

const partWords: Readonly<Record<ChangedPart, string>> = {
  speaker: "different speaker",
  arguments: "different arguments",
  result: "different result",
  text: "different text",
  status: "different status",
};

/** The text of the rule above the first difference: *step 6, different arguments and different result*. */
function firstText(row: ComparisonRow): string {
  if (row.value) return `different ${row.value}`;
  switch (row.kind) {
    case "onlyInA":
      return `step ${row.a + 1} of A is missing in B`;
    case "onlyInB":
      return `step ${row.b + 1} of B is new`;
    case "moved":
      return [`step ${row.a + 1} of A is step ${row.b + 1} of B`, changeText(row.parts)].filter(Boolean).join(", ");
    case "changed":
      return `step ${row.a + 1}, ${changeText(row.parts)}`;
    case "equal":
      return "";
  }
}

function changeText(parts: readonly ChangedPart[]): string {
  return listed(parts.map((part) => partWords[part]));
}

function countsOf({ counts }: Comparison): KindCounts {
  return { changed: counts.changed, onlyA: counts.onlyInA, onlyB: counts.onlyInB, moved: counts.moved };
}

/** A connection of both runs is named once. */
function connectionsOf(sides: ComparedSides): CompareView["connections"] {
  const [a, b] = sideNames.map((side) => {
    const { watch, connection } = sides[side];
    const { origin } = watch;
    if (origin) return { name: `Exported from ${origin.appName ?? "an app"}`, production: false };
    const { name, production } = connection();
    return { name, production };
  });
  if (a!.name === b!.name && a!.production === b!.production) return [a!];
  return [
    { ...a!, side: "a" },
    { ...b!, side: "b" },
  ];
}

/** What the run that a person didn't choose was chosen for. */
function chosenOf(sides: ComparedSides): string | undefined {
  const side = sideNames.find((each) => sides[each].run.why !== undefined);
  return side && `${sideLetters[side]} was chosen because it has ${sides[side].run.why}`;
}

function headOf(sides: ComparedSides, side: Side, now: number): SideHead {
  const { run: shown, watch } = sides[side];
  const { run, origin } = watch;
  const block = run && runBlock(run, watch.runStory.story.slice(-maxSearchedSteps));
  const started = parseTime(run?.started_at);
  const isNamed = shown.name !== undefined;
  const isSame = titleOf(sides.a) === titleOf(sides.b);
  const when = started === undefined ? "" : isNamed ? formatDay(started, now) : formatWhen(started, now);
  const title = isNamed
    ? [shown.name, when].filter(Boolean).join(", ")
    : isSame && when !== ""
      ? when
      : titleOf(sides[side]);
  const facts = [shortId(shown.runId), countOf(watch.runStory.story.length, "step")];
  const still = origin !== undefined && run !== undefined && !isTerminal(run.status);
  return {
    runId: shown.runId,
    title,
    status: run?.status,
    statusWord: run && runWord(run.status, block?.by),
    blockedBy: block?.by,
    menu: run && !origin ? runContext(run, shown.connectionId) : undefined,
    facts: [...facts, ...(isNamed || isSame || when === "" ? [] : [when]), ...(origin ? ["exported"] : [])],
    asOf: still && origin.exportedAt !== undefined ? origin.exportedAt : undefined,
  };
}

function liveOf(going: readonly Side[], changed: boolean): CompareView["live"] {
  const text = "Differences in time alone are not counted";
  const names = going.map((side) => sideLetters[side]);
  // A run that waits, or is paused, hasn't ended either.
  const word =
    names.length === 0 ? "Both ended" : names.length === 1 ? `${names[0]} hasn't ended` : "Neither has ended";
  return { word, going: names.length > 0, changed, text };
}

function bannerOf(sides: ComparedSides): CompareView["banner"] {
  const side = sideNames.find((each) => {
    const { state } = sides[each].watch;
    return state.kind === "failed" || (state.kind === "waiting" && state.attempt > 1);
  });
  const state = side && sides[side].watch.state;
  if (side === undefined || (state?.kind !== "failed" && state?.kind !== "waiting")) return undefined;
  return { side, text: `${sideLetters[side]} stopped updating: ${state.error.message}` };
}
