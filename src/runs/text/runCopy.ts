import type { Run } from "#api/schemas.ts";
import { withoutUnblocked } from "#model/block.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { isKnownStatus, statusWord } from "#model/status.ts";
import { runBlock, runWord, blockedText } from "#runs/labels/blockedRun.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { Turn } from "#runs/sessions/conversation.ts";
import { addSteps } from "./addSteps.ts";
import { type Copy, copyData, type CopyOptions, layOut } from "./copyLayout.ts";
import { failureDetails, failureTexts } from "./failureText.ts";
import { foldedJson } from "./foldedValue.ts";
import type { RunWithStory } from "./heldStories.ts";
import type { RunData } from "./runData.ts";
import { runLine, runDuration } from "./runLine.ts";
import { runMarkdown } from "./runMarkdown.ts";
import { stepText, wholeStep } from "./stepText.ts";
import { estimateTokens } from "./tokens.ts";
import { addPage } from "./valuePage.ts";

/** A run with its failure first; of a failed run the last steps, otherwise the first. @param where in our own words */
export function runCopy(source: RunWithStory, where: string, options: CopyOptions): Copy {
  if (options.reader === "person") return runMarkdown(source, where, options);
  const data = copyData(options);
  addValues(data, source.run);
  const { shown, leftOut } = addStory(data, source);
  return layOut(`${titleOf(source, where)}: ${shown} of ${formatCount(source.story.length)}`, data, leftOut, options);
}

/** A cause of failures: its title, its runs, and one of them as an example. */
export interface CopiedCause {
  /** The title, which quotes runs. */
  readonly title: string;
  /** The newest first. */
  readonly runIds: readonly string[];
}

/** How many runs of a cause are named. */
const maxNamedRuns = 10;

/** A cause of failures with its newest run as an example. */
export function causeCopy(cause: CopiedCause, example: RunWithStory, where: string, options: CopyOptions): Copy {
  const { title, runIds } = cause;
  const data = copyData(options);
  const named = runIds.slice(0, maxNamedRuns).map((id) => rowText(id, 200));
  const more = runIds.length > named.length ? `, and ${formatCount(runIds.length - named.length)} more` : "";
  const texts = [`cause: ${rowText(title, 300)}`, `failed runs, the newest first: ${named.join(", ")}${more}`];
  for (const text of [...texts, "the newest one:"]) if (!data.add(text)) data.addStart(text);
  addValues(data, example.run);
  const { leftOut } = addStory(data, example);
  return layOut(`The cause of ${countOf(runIds.length, "failed run")} on ${where}`, data, leftOut, options);
}

/** Some steps of a run, with whole values as far as they fit. @param ids those that the story lacks are left out */
export function stepsCopy(source: RunWithStory, ids: readonly string[], where: string, options: CopyOptions): Copy {
  const data = copyData(options);
  addRun(data, source);
  const { story } = source;
  const positions = ids.map((id) => story.position(id)).filter((at) => at !== undefined);
  const ordered = [...new Set(positions)].sort((one, other) => one - other);
  let [steps, characters] = [0, 0];
  for (const at of ordered) {
    const [step] = story.slice(at, at + 1);
    if (!step || characters > 0) break;
    const { shown, length } = addPage(data, wholeStep(step, at).text, 0);
    if (shown === 0) break;
    steps += 1;
    characters = length - shown;
  }
  const title = `${titleOf(source, where)}: ${steps === 1 ? "a step" : `${formatCount(steps)} steps`}`;
  return layOut(title, data, leftOutOf(ordered.length - steps, characters), options);
}

/** @param characters those of the last step that didn't fit */
function leftOutOf(steps: number, characters: number): string | undefined {
  const missing = [
    ...(characters > 0 ? [`${countOf(characters, "character")} of the last step`] : []),
    ...(steps > 0 ? [countOf(steps, "more step")] : []),
  ];
  return missing.length === 0 ? undefined : `Left out: ${missing.join(" and ")}.`;
}

/** The part of the room that an input or output gets: the calls that led there need the rest. */
const partOfValue = 0.25;
/** In characters for each token, about: how much of a value is folded for a part of the room. */
const charactersOfToken = 3;

/** Adds a run's failure, once, with what the app says of it, and its input and output. */
function addValues(data: RunData, run: Run): void {
  const { input, output } = run;
  const maxLength = Math.max(400, Math.floor(data.room * partOfValue * charactersOfToken));
  const texts = [
    runLine(run, { without: "error" }).slice(2),
    ...failureDetails(run),
    `input: ${foldedJson(withoutBytes(input), maxLength)}`,
    ...(output === undefined || output === null
      ? []
      : [`output: ${foldedJson(withoutBytes(withoutUnblocked(output)), maxLength)}`]),
  ];
  for (const text of texts) if (!data.add(text)) data.addStart(text);
}

/** How many steps are measured. Of more, the last ones fill the copy anyway. */
const maxMeasuredSteps = 200;

/** Adds the steps, with as much of their values as fits: of a failed run the last ones, otherwise the first ones. */
function addStory(data: RunData, { run, story }: RunWithStory): ReturnType<typeof addSteps> {
  const back = run.status === "failed";
  const steps = story.length > maxMeasuredSteps ? [] : story.slice(0, story.length);
  const tokensOf = (scale: number): number =>
    steps.reduce(
      (sum, step, at) => sum + estimateTokens(stepText(step, at, story, { scale, isErrorSaid: back })) + 1,
      0,
    );
  const scale = steps.length === 0 ? 1 : ([16, 8, 4, 2].find((each) => tokensOf(each) <= data.room) ?? 1);
  return addSteps(data, story, { at: back ? story.length : 0, back }, { scale, isErrorSaid: back });
}

function addRun(data: RunData, { run, story }: RunWithStory): void {
  for (const text of [runLine(run, { last: story.slice(-maxSearchedSteps) }).slice(2), ...failureTexts(run, story)])
    if (!data.add(text)) data.addStart(text);
}

/** `Failed run of Support Triage (acme.apps.example.com)`. A status that we don't know is the app's own word. */
function titleOf({ run, story }: RunWithStory, where: string): string {
  const word = runWord(run.status, runBlock(run, story.slice(-maxSearchedSteps))?.by);
  return isKnownStatus(run.status) ? `${word} run on ${where}` : `Run on ${where}`;
}

/** In characters: how much of a message or an answer is shown, the first that fits. */
const foldLengths = [4_000, 1_000, 200];

/**
 * A conversation, oldest turn first; the newest ones if not all fit. @param turns with covers @param where in our own
 * words @param unread how many older runs of the session weren't read
 */
export function conversationCopy(turns: readonly Turn[], where: string, options: CopyOptions, unread = 0): Copy {
  const data = copyData(options);
  let left = turns.length;
  while (left > 0 && foldLengths.some((maxLength) => data.add(turnText(turns[left - 1]!, left, maxLength), 0))) left--;
  const missing = [
    ...(left === 0 ? [] : [`${countOf(left, "turn")} before these`]),
    ...(unread === 0 ? [] : [`${countOf(unread, "older run")} of the session`]),
  ];
  const leftOut = missing.length === 0 ? undefined : `Left out: ${missing.join(", and ")}.`;
  const which = `${unread === 0 ? "" : "the newest "}${countOf(turns.length, "turn")}`;
  return layOut(`Conversation on ${where}, ${which}`, data, leftOut, options);
}

function turnText({ run, message, answer, changes }: Turn, number: number, maxLength: number): string {
  const took = runDuration(run);
  const block = runBlock(run);
  const facts = [
    block ? blockedText(block.by) : statusWord(run.status),
    ...(took === undefined ? [] : [took]),
    `run ${run.id}`,
  ];
  const valueText = (value: unknown): string =>
    value === undefined ? "nothing" : foldedJson(withoutBytes(value), maxLength);
  return [
    `turn ${number}: ${rowText(facts.join(", "), 200)}`,
    ...changes.map(({ name, before, now }) => `  ${rowText(name)}: ${valueText(before)} → ${valueText(now)}`),
    `  user: ${valueText(message ?? run.input)}`,
    ...(run.status === "failed" ? [`  failed: ${failureReason(run.error)}`] : []),
    ...(answer === undefined && (run.output ?? undefined) === undefined
      ? []
      : [`  agent: ${valueText(answer ?? withoutUnblocked(run.output))}`]),
  ].join("\n");
}
