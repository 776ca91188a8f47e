/**
 * The row of a run in a list. VS Code cuts the end of a row, so what identifies the run comes first: its age, the user,
 * batch or id where rows would look equal, and its title. Then follow the question, the reason of a failure or the
 * result, which the tooltip has, too.
 */
import type { Run } from "../../../../api/schemas.ts";
import type { JsonPath } from "../../../../base/json/jsonPath.ts";
import { countOf } from "../../../../model/counts.ts";
import { formatDuration } from "../../../../model/duration.ts";
import { parseTime } from "../../../../model/isoTime.ts";
import { resumeTime, untilWords } from "../../../../model/resumeTime.ts";
import { shortId } from "../../../../model/shortId.ts";
import { isKnownStatus, isTerminal, type KnownStatus, needsPerson } from "../../../../model/status.ts";
import { paddedAge, shortAge, spokenAge } from "../../../../model/times.ts";
import { blockedText, runWord } from "../../../../runs/labels/blockedRun.ts";
import { failedNodesText } from "../../../../runs/labels/failedNodes.ts";
import { failureReason } from "../../../../runs/labels/failureReason.ts";
import { askedText } from "../../../../runs/labels/inputRequestText.ts";
import { asksSeveral, pendingInputRequests } from "../../../../runs/labels/pendingInputRequests.ts";
import { durationOf } from "../../../../runs/labels/runDuration.ts";
import { rowText, runTitle, wholeTitle } from "../../../../runs/labels/runLabel.ts";
import { runSentence, sentenceText } from "../../../../runs/labels/runSentence.ts";
import { traceFacts, traceOf, traceSilence } from "../../../../runs/labels/traceSummary.ts";
import { problemOf } from "../../../../runs/labels/unreadableRun.ts";
import type { SortBy } from "../../../../runs/store/runsLayout.ts";

export interface KnownOfRun {
  /** The path of the title, from the settings. */
  path?: JsonPath;
  test?: string;
  /** Whether a tool of an agent started it. */
  byAgent?: boolean;
  failedNodes?: number;
  /** The hook that blocked it although it completed. */
  blockedBy?: string;
  batch?: string;
  /** When its oldest input request was asked, in milliseconds since the epoch. */
  since?: number;
  /** How the rows are sorted. By start if absent. */
  sortBy?: SortBy;
  /** Why an answer from here wasn't sent. */
  unsent?: string;
  /** What tells its row apart from another one with the same title and text. */
  apart?: Apart;
}

/** Rows with the same title and text are told apart by the user or batch, or by the id. */
export type Apart = "who" | "id";

/** @param now milliseconds since the epoch */
export function runRow(run: Run, now: number, known: KnownOfRun = {}) {
  const title = runTitle(run, known.path, known.test);
  const text = known.blockedBy === undefined ? rowFact(run, now) : blockedFact(run, known.blockedBy);
  const who = whoOf(run, known.batch);
  const id = known.apart === "id" && title !== shortId(run.id) ? shortId(run.id) : "";
  const apart = (name: string): string[] => [known.apart === undefined ? "" : name, id].filter((part) => part !== "");
  const facts = [
    known.unsent ?? "",
    known.apart === undefined && needsPerson(run.status) ? who : "",
    known.byAgent ? "started by an agent" : "",
    known.failedNodes ? failedNodesText(known.failedNodes) : "",
    text,
  ].filter((fact) => fact !== "");
  const whole = runTitle(run, known.path, known.test, wholeTitle);
  return {
    /** The age in a column of its own, what tells the row apart, and the whole title. */
    label: `${runAge(run, now, known)}${[...apart(shortWho(run, known.batch)), whole].join(" · ")}`,
    /** What follows in grey. */
    description: facts.join(" · "),
    /** The row for a screen reader: *Failed 2 hours ago: Ticket 48213, The payment gateway didn't answer*. */
    spoken: `${spokenStatus(run, now, known)}: ${[title, ...apart(who), ...facts].join(", ")}`,
  };
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
  if (run.status === "created" || (isTerminal(run.status) && began === parseTime(run.ended_at)))
    return `${word} ${ago}`;
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

function whoOf(run: Run, batch: string | undefined): string {
  return rowText(run.user_id ?? batch ?? "", 40);
}

/** In characters. A longer name would leave no room for the title. */
const longestWho = 20;

/** The beginning and the end: names of one kind often begin alike. */
function shortWho(run: Run, batch: string | undefined): string {
  const who = rowText(run.user_id ?? batch ?? "", 1_000);
  if (who.length <= longestWho) return who;
  const half = longestWho / 2;
  return `${rowText(who, half)}${who.slice(-half).replace(/^[\udc00-\udfff]/, "")}`;
}

/** Runs never change, and drawing reads each of them several times. */
const facts = new WeakMap<Run, string>();

/** The question, reason or result of a run. */
function rowFact(run: Run, now: number): string {
  // These change with time.
  if (run.status === "paused") return problemOf(run) ?? pausedFact(run, now);
  const silence = traceSilence(run, now);
  const fact = facts.get(run) ?? problemOf(run) ?? localFact(run) ?? statusFact(run);
  facts.set(run, fact);
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
  created: () => "not started yet",
  started: () => "",
  awaiting_input: asked,
  failed: ({ error }) => failureReason(error),
  canceled: (run) => {
    const took = durationOf(run);
    return took === undefined ? "" : `after ${formatDuration(took)}`;
  },
};

function statusFact(run: Run): string {
  if (!isKnownStatus(run.status)) return run.status;
  return statusFacts[run.status]?.(run) ?? rowText(sentenceText(runSentence(run)));
}

function pausedFact(run: Run, now: number): string {
  const until = resumeTime(run);
  return asked(run) || (until === undefined ? "paused" : `paused ${untilWords(until, now)}`);
}

function asked(run: Run): string {
  const requests = pendingInputRequests(run);
  const [first] = requests;
  return asksSeveral(run) ? `${requests.length} input requests` : first ? rowText(askedText(first)) : "";
}

/**
 * What the rows of one list need so that no two of them look equal, by the run's id. A user or batch tells apart runs of
 * any age, and the id those of one age.
 *
 * @param known what is known of each run
 */
export function tellApart(runs: readonly Run[], now: number, known: (run: Run) => KnownOfRun): Map<string, Apart> {
  const rows = runs.map((run) => {
    const own = { ...known(run), apart: undefined };
    const { label, description } = runRow(run, now, own);
    const said = `${label.slice(runAge(run, now, own).length)}\n${description}`;
    return { id: run.id, said, whole: [label, whoOf(run, own.batch), description].join("\n") };
  });
  const said = countOfEach(rows.map((row) => row.said));
  const whole = countOfEach(rows.map((row) => row.whole));
  const equal = rows.filter((row) => (said.get(row.said) ?? 0) > 1);
  return new Map(equal.map((row) => [row.id, (whole.get(row.whole) ?? 0) > 1 ? "id" : "who"]));
}

function countOfEach(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
