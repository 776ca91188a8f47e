import { iconText } from "#base/text/iconText.ts";
import { shortReason } from "#host/errors/shortReason.ts";
import type { ViewState } from "#host/ids.ts";
import { countOf } from "#model/counts.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { Retry } from "#runs/store/retries.ts";
import type { StoreState } from "#runs/store/runStore.ts";
import { type Connection, hostLabel } from "#workbench/core/connections/connection.ts";
import type { WaitingCount } from "./watchedRuns.ts";

type Named = Pick<Connection, "name" | "baseUrl" | "production" | "served">;

/** In characters: the longest name in the status bar. */
const maxNameLength = 32;

/** The explorer's title. */
export function viewTitle(connection: Named | undefined): string {
  return connection ? `Runs (${appWords(connection)})` : "Runs";
}

/** The same while the explorer shows the runs of several apps. */
export const severalTitle = "Runs (All Connections)";

/** An app, with its mark: *Billing, production*. */
export function appWords({ name, production }: Pick<Connection, "name" | "production">): string {
  return `${name}${production ? ", production" : ""}`;
}

/** The active runs of the active app. */
export interface UnderWay {
  readonly running: number;
  /** Created but not started. */
  readonly created: number;
}

/**
 * The line above the explorer's rows, for text that a narrow title has no room for. It is left out where it would
 * replace a welcome text.
 *
 * @param filter as a query; empty without one @param problem why nothing is loaded yet; empty without one
 */
export function explorerMessage(state: ViewState, filter: string, production: boolean, problem = ""): string {
  const mark = production ? ["Production"] : [];
  if (state === "loading" && problem) return [...mark, problem].join(" · ");
  if (state === "empty" && filter) return [...mark, `Filter: ${filter}. No run matches it.`].join(" · ");
  if (state !== "rows" && state !== "loading") return "";
  return [...mark, ...(filter ? [`Filter: ${filter}`] : [])].join(" · ");
}

/** The line above the rows of several apps, which doesn't go while some of them are loading: *loading 17 of 20*. */
export function severalMessage(loading: number, all: number): string {
  return `All connections${loading > 0 ? ` · loading ${loading} of ${all}` : ""}`;
}

/** The status bar item's text, with a warning for a problem. A count of 0 is left out. */
export function statusText({ name, production }: Named, { running }: UnderWay, problem = ""): string {
  return [
    `$(${problem ? "warning" : "pulse"}) ${iconText(rowText(name, maxNameLength))}${production ? ", production" : ""}${problem ? `, ${lowerFirst(problem)}` : ""}`,
    ...(running > 0 ? [`$(sync) ${running}`] : []),
  ].join("  ");
}

/** The status in words, for the tooltip and for screen readers. */
export function statusTooltip(
  connection: Named,
  underWay: UnderWay,
  counts: readonly WaitingCount[],
  problem = "",
): string {
  const app = `${connection.name} (${hostLabel(connection)})${connection.production ? ", marked as production" : ""}`;
  const [own, ...others] = counts;
  const waiting = own?.waiting ?? 0;
  const { running, created } = underWay;
  const counted: [count: number, words: string][] = [
    [running, running === 1 ? "is running" : "are running"],
    [created, created === 1 ? "has not started yet" : "have not started yet"],
    [waiting, `${waits(waiting)} for an answer`],
  ];
  const parts = counted
    .filter(([count]) => count > 0)
    .map(([count, words], index) => `${index > 0 ? count : countOf(count, "run")} ${words}`);
  const runsText = parts.length > 0 ? parts.join(", ") : "nothing is running";
  const state = problem === "" ? runsText : lowerFirst(problem);
  return [`${app}: ${state}.`, ...others.flatMap(elsewhere), "Click to switch."].join(" ");
}

/**
 * Why the runs can't be read, or aren't read yet, after the app's address; empty without a problem. A failure stays while
 * it is tried again soon.
 */
export function problemDescription(connection: Named, { kind, error, retry }: StoreState): string {
  const isFailed = kind === "failed";
  const problem = retry && (!isFailed || waitsLong(retry)) ? retryWords(retry) : isFailed ? shortReason(error) : "";
  return problem && `${hostLabel(connection)}: ${lowerFirst(problem)}`;
}

/** In milliseconds: a shorter wait is over before somebody has read about it. */
const minShownWait = 3_000;

/** Whether a read waits so long that a row says why. */
export function waitsLong({ wait }: Retry): boolean {
  return wait >= minShownWait;
}

/** Why a read is repeated, and when: *rate limited, trying again at 09:15:30*. */
export function retryWords(retry: Retry): string {
  const when = waitsLong(retry) ? ` at ${formatTimeOfDay(retry.at, "seconds")}` : "";
  return `${lowerFirst(shortReason(retry.error))}, retrying${when}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function elsewhere({ name, waiting, problem }: WaitingCount): string[] {
  const failed = problem ? [`${shortReason(problem.error)}, ${formatTimeOfDay(problem.at)}`] : [];
  const found = waiting > 0 ? [`${countOf(waiting, "run")} ${waits(waiting)} for an answer`] : [];
  return failed.length + found.length > 0 ? [`${name}: ${[...found, ...failed].join("; ")}.`] : [];
}

/** The badge on the explorer's icon: how many runs wait for the person, and where if there are several apps. */
export function waitingBadge(counts: readonly WaitingCount[]): { value: number; tooltip: string } | undefined {
  const all = counts.reduce((sum, { waiting }) => sum + waiting, 0);
  if (all === 0) return undefined;
  const appCounts = counts.filter(({ waiting }) => waiting > 0).map(({ name, waiting }) => `${name} ${waiting}`);
  return {
    value: all,
    tooltip: `${countOf(all, "run")} ${waits(all)} for your answer${counts.length > 1 ? `: ${appCounts.join(", ")}` : ""}`,
  };
}

function waits(count: number): string {
  return count === 1 ? "waits" : "wait";
}
