/**
 * The row of a run in a list. VS Code cuts the end of a row, so the facts that identify the run come first: age, title,
 * user or batch where that is needed, then the question, the reason of a failure or the result.
 */
import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { formatDuration } from "../../../model/duration.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { resumeTime, untilWords } from "../../../model/resumeTime.ts";
import { shortId } from "../../../model/shortId.ts";
import { isKnownStatus, isTerminal, needsPerson, statusWord } from "../../../model/status.ts";
import { paddedAge, shortAge, spokenAge } from "../../../model/times.ts";
import { asksSeveral, pendingInputRequests } from "../../../runs/inputRequests/pendingInputRequests.ts";
import { rowPrompt } from "../../../runs/inputRequests/rowPrompt.ts";
import { failedNodesText } from "../../../runs/labels/failedNodes.ts";
import { failureReason } from "../../../runs/labels/failureReason.ts";
import { cutAtWord, rowText, runTitle } from "../../../runs/labels/runLabel.ts";
import { runSentence } from "../../../runs/labels/runSentence.ts";
import { problemOf } from "../../../runs/labels/unreadableRun.ts";

/** What is known of a run besides what the app says. */
export interface KnownOfRun {
  /** The path of the title, from the settings. */
  path?: JsonPath | undefined;
  /** The golden test that started it. */
  test?: string | undefined;
  /** Whether a tool of an agent started it. */
  byAgent?: boolean;
  /** How many of its nodes failed although it completed. */
  failedNodes?: number;
  /** The batch that it belongs to. */
  batch?: string | undefined;
  /** When its oldest input request was asked, in milliseconds since the epoch. */
  since?: number | undefined;
  /** Why an answer from here wasn't sent. */
  unsent?: string | undefined;
  /** What tells its row apart from another one with the same title and text. */
  apart?: Apart | undefined;
}

/** Rows with the same title and text are told apart by the user or batch, or by the id. */
export type Apart = "who" | "id";

export interface RunRow {
  /** The age in a column of its own, and the title. */
  label: string;
  /** What follows in grey. */
  description: string;
  /** The row for a screen reader: *Failed 2 hours ago: Ticket 48213, The payment gateway didn't answer*. */
  spoken: string;
}

/** In characters: the longest title, and the longest one before the reason of a failure. */
const longestTitle = 20;
const longestBeforeReason = 16;

/** @param now milliseconds since the epoch */
export function runRow(run: Run, now: number, known: KnownOfRun = {}): RunRow {
  const title = runTitle(run, known.path, known.test);
  const text = rowFact(run, now);
  const isApart = known.apart !== undefined || needsPerson(run.status);
  const facts = [
    known.unsent ?? "",
    isApart ? whoOf(run, known.batch) : "",
    known.apart === "id" && title !== shortId(run.id) ? shortId(run.id) : "",
    known.byAgent ? "by an agent" : "",
    known.failedNodes ? failedNodesText(known.failedNodes) : "",
    text,
  ].filter((fact) => fact !== "");
  const limit = run.status === "failed" ? longestBeforeReason : longestTitle;
  return {
    label: `${runAge(run, now, known.since)}${cutAtWord(title, limit)}`,
    description: facts.join(" · "),
    spoken: `${spokenStatus(run, now, known.since)}: ${[title, ...facts].join(", ")}`,
  };
}

/** The age of a run in its row, as a column before the title. */
export function runAge(run: Run, now: number, since?: number): string {
  const began = statusBegan(run, since);
  return paddedAge(began === undefined ? "" : shortAge(now - began, run.status === "started"));
}

/** The run's status and its age, for a screen reader. */
export function spokenStatus(run: Run, now: number, since?: number): string {
  const word = statusWord(run.status);
  const began = statusBegan(run, since);
  if (began === undefined) return word;
  const ago = spokenAge(now - began);
  if (isTerminal(run.status) || run.status === "created") return `${word} ${ago}`;
  if (run.status === "started" || (since !== undefined && needsPerson(run.status)))
    return ago === "just now" ? word : `${word} for ${ago.replace(/ ago$/, "")}`;
  return `${word}, started ${ago}`;
}

/** When the run got its status, as far as that is known; otherwise when it started. */
function statusBegan(run: Run, since: number | undefined): number | undefined {
  const [started, ended] = [parseTime(run.started_at), parseTime(run.ended_at)];
  if (isTerminal(run.status)) return ended ?? started;
  return needsPerson(run.status) ? (since ?? started) : started;
}

/** The user of a run, otherwise its batch. */
function whoOf(run: Run, batch: string | undefined): string {
  return rowText(run.user_id ?? batch ?? "", 40);
}

/** Runs never change, and drawing reads each of them several times. */
const facts = new WeakMap<Run, string>();

/** The question, reason or result of a run. */
function rowFact(run: Run, now: number): string {
  // The only one that changes with time.
  if (run.status === "paused") return problemOf(run) ?? pausedFact(run, now);
  const fact = facts.get(run) ?? problemOf(run) ?? statusFact(run);
  facts.set(run, fact);
  return fact;
}

function statusFact(run: Run): string {
  switch (run.status) {
    case "created":
      return "not started yet";
    case "started":
      return "";
    case "awaiting_input":
      return asked(run);
    case "completed":
      return rowText(
        runSentence(run)
          .map(({ text }) => text)
          .join(""),
      );
    case "failed":
      return failureReason(run.error);
    case "canceled": {
      const [started, ended] = [parseTime(run.started_at), parseTime(run.ended_at)];
      return started === undefined || ended === undefined ? "" : `after ${formatDuration(ended - started)}`;
    }
    default:
      return isKnownStatus(run.status) ? "" : run.status;
  }
}

function pausedFact(run: Run, now: number): string {
  const until = resumeTime(run);
  return asked(run) || (until === undefined ? "paused" : `paused ${untilWords(until, now)}`);
}

function asked(run: Run): string {
  const requests = pendingInputRequests(run);
  const [first] = requests;
  return asksSeveral(run) ? `${requests.length} input requests` : first ? rowPrompt(first) : "";
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
    const said = `${label.slice(runAge(run, now, own.since).length)}\n${description}`;
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
