import { withoutUnblocked } from "#model/block.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { isKnownStatus } from "#model/status.ts";
import { runBlock, runWord } from "#runs/labels/blockedRun.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { visitSteps } from "./addSteps.ts";
import { type Copy, codeBlock, copyData, type CopyOptions, coverNote } from "./copyLayout.ts";
import { failureDetails } from "./failureText.ts";
import { foldedJson } from "./foldedValue.ts";
import type { RunWithStory } from "./heldStories.ts";
import type { RunData } from "./runData.ts";
import { runDuration } from "./runLine.ts";
import { shownValues } from "./stepText.ts";
import { estimateTokens } from "./tokens.ts";

/** In characters: how much of a value is shown, the first that fits. */
const foldLengths = [2_000, 600, 150];
/** In characters. */
const maxCellLength = 160;

/**
 * A run for people, as Markdown. Its words stand in code, where they are no links or mentions. @param where in our own
 * words
 */
export function runMarkdown(source: RunWithStory, where: string, options: CopyOptions): Copy {
  const { run } = source;
  const data = copyData(options);
  const took = runDuration(run);
  const block = runBlock(run, source.story.slice(-maxSearchedSteps));
  const facts = [
    `- Run: ${code(run.id)}`,
    ...(block ? [`- Blocked by: ${code(block.by) || "a hook"}`] : []),
    ...(isKnownStatus(run.status) ? [] : [`- Status: ${code(run.status)}`]),
    ...(run.started_at ? [`- Started: ${code(run.started_at)}`] : []),
    ...(took === undefined ? [] : [`- Took: ${took}`]),
    ...(run.user_id ? [`- User: ${code(run.user_id)}`] : []),
  ];
  data.add(facts.join("\n"));
  const failure = failureDetails(run).join("\n");
  if (failure !== "") addSection(data, "Failure", failure);
  addSection(data, "Input", withoutBytes(run.input));
  const tableStart = data.count;
  if (run.output !== undefined && run.output !== null)
    addSection(data, "Output", withoutBytes(withoutUnblocked(run.output)));
  const leftOut = addTable(data, source, tableStart);
  const title = isKnownStatus(run.status) ? `${runWord(run.status, block?.by)} run on ${where}` : `Run on ${where}`;
  const content = String(data);
  const notes = [...(leftOut === undefined ? [] : [leftOut]), ...coverNote(content, options)];
  const text = [`### ${title}`, "", content, ...notes.flatMap((note) => ["", note])].join("\n");
  return { text: text.trimEnd(), tokens: estimateTokens(text), leftOut };
}

/** Adds a heading of our own with words of the run in a block that nothing in it can end, folded until it fits. */
function addSection(data: RunData, name: string, value: unknown): void {
  for (const maxLength of foldLengths) {
    if (data.add(`\n#### ${name}\n\n${codeBlock(foldedJson(value, maxLength))}\n`)) return;
  }
}

/** Adds a row for each step: of a failed run the last ones, otherwise the first ones. @returns what was left out */
function addTable(data: RunData, { run, story }: RunWithStory, tableStart: number): string | undefined {
  const back = run.status === "failed";
  const total = story.length;
  if (!data.add("#### Steps\n\n| Step | What | Took | Result |\n| ---: | --- | --- | --- |", tableStart))
    return undefined;
  let rows = 0;
  const at = visitSteps(story, { at: back ? total : 0, back }, (step, position) => {
    const isAdded = data.add(tableRow(step, position + 1), tableStart + 1 + (back ? 0 : rows));
    if (isAdded) rows += 1;
    return isAdded;
  });
  const left = back ? at : total - at;
  return left === 0 ? undefined : `Left out: ${countOf(left, "step")} ${back ? "before" : "after"} these.`;
}

/** What a table doesn't show as the result of a step. */
const kindsWithoutResult: ReadonlySet<string> = new Set(["input", "nodes", "messages", "usage", "traceback"]);

function tableRow(step: StoryStep, number: number): string {
  const took = step.kind === "tool" || step.kind === "model" ? step.duration : undefined;
  const values = step.kind === "failed" ? [] : shownValues(step);
  const shown = values.findLast(({ name }) => !kindsWithoutResult.has(name)) ?? values[0];
  const cells = [
    String(number),
    code(stepParts(step).head(rowText)),
    took === undefined ? "" : formatDuration(took),
    shown ? code(foldedJson(shown.value, maxCellLength)) : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Words of a run as code in a line, which nothing in them can end. */
function code(text: string): string {
  const plain = rowText(text, maxCellLength).replaceAll("`", "'").replaceAll("|", "\\|");
  return plain === "" ? "" : `\`${plain}\``;
}
