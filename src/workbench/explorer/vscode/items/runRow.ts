/**
 * The row of a run in a list. VS Code cuts the end of a row, so what identifies the run comes first: its age, its title,
 * and what tells it apart from others with that title (`tellApart.ts`). Then follow the question, the reason of a
 * failure or the result, which the tooltip has, too.
 */

import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import { countOf } from "#model/counts.ts";
import { formatRunDuration } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { resumeTime, untilWords } from "#model/resumeTime.ts";
import { shortId, titleById } from "#model/shortId.ts";
import { isKnownStatus, isTerminal, type KnownStatus, needsPerson } from "#model/status.ts";
import { paddedAge, shortAge, spokenAge } from "#model/times.ts";
import { blockedText, runWord } from "#runs/labels/blockedRun.ts";
import { cancelReason } from "#runs/labels/cancelReason.ts";
import { failedNodesText } from "#runs/labels/failedNodes.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { asksSeveral, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { durationOf } from "#runs/labels/runDuration.ts";
import { rowText, runTitle, maxWholeTitleLength } from "#runs/labels/runLabel.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import { traceFacts, traceOf, traceSilence } from "#runs/labels/traceSummary.ts";
import { problemOf } from "#runs/labels/unreadableRun.ts";
import type { SortBy } from "#workbench/explorer/core/runsLayout.ts";

export interface KnownOfRun {
  /** The path of the title, from the settings. */
  path?: JsonPath;
  test?: string;
  /** The app, in the list of several: *Billing, production*. */
  app?: string;
  /** Whether a tool of an agent started it. */
  byAgent?: boolean;
  failedNodes?: number;
  /** The hook that blocked it although it completed. */
  blockedBy?: string;
  batch?: string;
  /** The line of a batch that it is the run of, with the name of its file. */
  line?: string;
  /** When its oldest input request was asked, in milliseconds since the epoch. */
  since?: number;
  /** How the rows are sorted. By start if absent. */
  sortBy?: SortBy;
  /** Why an answer from here wasn't sent. */
  unsent?: string;
  /** What tells its row apart from another one with the same title and text. */
  apart?: Apart;
}

/** What tells a row apart from others with the same title and text. */
export interface Apart {
  /** Whether its user, or its batch, is another one. */
  who?: boolean;
  /** The line of its batch, or the value of its input that differs: *tickets.jsonl:17*, *amount 480*. */
  differs?: string | undefined;
  /** Whether nothing else does, so that its id has to. */
  id?: boolean;
}

/** In characters: the longest title that leaves room for what tells a row apart. */
const maxTitleLength = 32;

/** @param now milliseconds since the epoch */
export function runRow(run: Run, now: number, known: KnownOfRun = {}) {
  const title = runTitle(run, known.path, known.test);
  const text = known.blockedBy === undefined ? rowFact(run, now) : blockedFact(run, known.blockedBy);
  const who = whoOf(run, known.batch);
  const id = known.apart?.id && title !== titleById(run.id) ? shortId(run.id) : "";
  const words = (...parts: string[]): string[] => parts.filter((part) => part !== "");
  const facts = words(
    known.unsent ?? "",
    !known.apart?.who && needsPerson(run.status) ? who : "",
    known.byAgent ? "started by an agent" : "",
    known.failedNodes ? failedNodesText(known.failedNodes) : "",
    text,
  );
  const shown = runTitle(run, known.path, known.test, known.apart ? maxTitleLength : maxWholeTitleLength);
  return {
    /** The age in a column of its own, the title, and what tells the row apart. */
    label: `${runAge(run, now, known)}${words(known.app ?? "", shown, ...apartWords(run, known), id).join(" · ")}`,
    /** What follows in grey. */
    description: facts.join(" · "),
    /** The row for a screen reader: *Failed 2 hours ago: Ticket 48213, The payment gateway didn't answer*. */
    spoken: `${spokenStatus(run, now, known)}: ${words(known.app ?? "", title, ...apartWords(run, known, who), id, ...facts).join(", ")}`,
  };
}

/** What tells a run apart from others with its title, besides its id: *customer-7421*, *amount 480*. */
export function apartWords(run: Run, known: KnownOfRun, who = shortWho(run, known.batch)): string[] {
  const { who: isOther = false, differs = "" } = known.apart ?? {};
  return [isOther ? who : "", differs].filter((part) => part !== "");
}

type Aged = Pick<KnownOfRun, "since" | "sortBy" | "blockedBy">;

/** What of a row changes with time alone: its age, and for how long nothing has come of the run. */
export function rowTime(run: Run, now: number, known: Aged = {}): string {
  return `${runAge(run, now, known)}${traceSilence(run, now)}`;
}

/** The age of a run in its row, as a column before the title. */
export function runAge(run: Run, now: number, known: Aged = {}): string {
  const began = countsFrom(run, known);
  return paddedAge(began === undefined ? "" : shortAge(now - began, run.status === "started"));
}

/** The run's status and its age, for a screen reader. */
export function spokenStatus(run: Run, now: number, known: Aged = {}): string {
  const word = runWord(run.status, known.blockedBy);
  const began = countsFrom(run, known);
  if (began === undefined) return word;
  const ago = spokenAge(now - began);
  if (run.status === "created") return `${word}, created ${ago}`;
  if (isTerminal(run.status) && began === parseTime(run.ended_at)) return `${word} ${ago}`;
  if (run.status === "started" || (known.since !== undefined && needsPerson(run.status)))
    return ago === "just now" ? word : `${word} for ${ago.replace(/ ago$/, "")}`;
  return `${word}, started ${ago}`;
}

/** The time by which its list is sorted, so that ages stand in order: the question, the end, or the start. */
function countsFrom(run: Run, { since, sortBy }: Aged): number | undefined {
  const [started, ended] = [parseTime(run.started_at), parseTime(run.ended_at)];
  if (needsPerson(run.status)) return since ?? started;
  return sortBy === "ended" ? (ended ?? started) : (started ?? ended);
}

/** Says whose run it is, or of which batch. */
export function whoOf(run: Run, batch: string | undefined): string {
  return rowText(run.user_id ?? batch ?? "", 40);
}

/** In characters. A longer name would leave no room for the title. */
const maxWhoLength = 20;

/** The beginning and the end: names of one kind often begin alike. */
function shortWho(run: Run, batch: string | undefined): string {
  const who = rowText(run.user_id ?? batch ?? "", 1_000);
  if (who.length <= maxWhoLength) return who;
  const half = maxWhoLength / 2;
  return `${rowText(who, half)}${who.slice(-half).replace(/^[\udc00-\udfff]/, "")}`;
}

/** Runs never change, and drawing reads each of them several times. */
const factCache = new WeakMap<Run, string>();

/** The question, reason or result of a run. */
function rowFact(run: Run, now: number): string {
  // These change with time.
  if (run.status === "paused") return problemOf(run) ?? pausedFact(run, now);
  const silence = traceSilence(run, now);
  const fact = factCache.get(run) ?? problemOf(run) ?? localFact(run) ?? statusFact(run);
  factCache.set(run, fact);
  return [silence, fact].filter((part) => part !== "").join(" · ");
}

/** A local run has its reason, its duration, its tokens and its cost in its row. */
function localFact(run: Run): string | undefined {
  const trace = traceOf(run);
  if (!trace) return undefined;
  const blocked = trace.blockedCalls === 0 ? [] : [`${countOf(trace.blockedCalls, "call")} blocked`];
  const reason = run.status === "failed" ? [failureReason(run.error)] : blocked;
  return [...reason, ...traceFacts(run, trace)].join(" · ");
}

function blockedFact(run: Run, by: string): string {
  const trace = traceOf(run);
  return [blockedText(by), ...(trace ? traceFacts(run, trace) : [])].join(" · ");
}

/** What a row says in place of the run's sentence. */
const statusFacts: Readonly<Partial<Record<KnownStatus, (run: Run) => string>>> = {
  created: () => "not started",
  started: () => "",
  awaiting_input: questionText,
  failed: ({ error }) => failureReason(error),
  canceled: (run) => {
    const took = durationOf(run);
    const time = took === undefined ? "" : `${took === 0 ? "in" : "after"} ${formatRunDuration(took)}`;
    const reason = cancelReason(run.error) === undefined ? "" : "process ended";
    return [time, reason].filter((part) => part !== "").join(", ");
  },
};

function statusFact(run: Run): string {
  if (!isKnownStatus(run.status)) return run.status;
  return statusFacts[run.status]?.(run) ?? rowText(sentenceText(runSentence(run)));
}

function pausedFact(run: Run, now: number): string {
  const until = resumeTime(run);
  return questionText(run) || (until === undefined ? "paused" : `paused ${untilWords(until, now)}`);
}

function questionText(run: Run): string {
  const requests = pendingInputRequests(run);
  const [first] = requests;
  return asksSeveral(run) ? `${requests.length} input requests` : first ? rowText(askedText(first)) : "";
}
