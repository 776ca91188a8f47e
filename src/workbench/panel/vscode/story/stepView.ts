import { isContainer } from "#base/json/exactNumber.ts";
import { type Artifact, artifactWords } from "#model/artifact.ts";
import { type Block, hookPointName, declinedWords } from "#model/block.ts";
import { fieldsInLine } from "#model/runResult.ts";
import { usageText } from "#model/usage.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { BlockStep, StepPosition, ToolStep, StoryStep } from "#runs/story/storySteps.ts";
import { LargeValue, openJson, type PrettyJson, prettyJson } from "#runs/values/prettyJson.ts";
import type { AnswerSource } from "#workbench/inputRequests/vscode/answerStepText.ts";
import type { CallRequest } from "#workbench/panel/page/messages.ts";
import type { BlockView, StepView } from "#workbench/panel/page/storyViews.ts";
import type { FileRef, FileView } from "#workbench/panel/page/valueViews.ts";
import { fileViews } from "#workbench/panel/vscode/resultFiles/fileView.ts";
import { callSummary, failureLine } from "./callSummary.ts";
import { failureView } from "./failureView.ts";
import { lineView } from "./lineView.ts";
import { attemptView, modelView } from "./modelView.ts";
import { empty, without } from "./viewParts.ts";
import { workflowWords } from "./workflowText.ts";

type Tool = Extract<StepView, { kind: "tool" }>;

/**
 * The text of a text step comes last, as where the page appends to it: a resumed stream gives the same views.
 *
 * @param title the run's title, for the step that says that it started
 * @param whole the sides of a call that the reader wants complete
 * @param source where an answer came from
 */
export function stepView(
  step: StoryStep,
  title: string,
  whole?: ReadonlySet<CallRequest["side"]>,
  source?: AnswerSource,
): StepView {
  const position = stepPosition(step);
  switch (step.kind) {
    case "started":
      return { ...position, kind: "started", title };
    case "text":
    case "reasoning": {
      const { kind, object, growing, refused, code, usage, text } = step;
      return { ...position, kind, object, growing, refused, code, tokens: usage && usageText(usage), text };
    }
    case "tool":
      return toolStep(position, step, whole);
    case "blocked":
      return { ...position, ...blockedStep(step) };
    case "model":
      return { ...position, ...modelView(step, whole?.has("messages") ?? false) };
    case "failed":
      return { ...position, ...failureView(step.error) };
    case "workflow":
      return { ...position, kind: "workflow", title: stepParts(step).title, ...workflowWords(step) };
    case "other":
      return otherStep(position, step);
    default:
      return { ...position, kind: step.kind, ...lineView(step, source) };
  }
}

function otherStep(position: StepPosition, { sequence, type, data }: Extract<StoryStep, { kind: "other" }>): StepView {
  const { text, length } = prettyJson(data);
  const files = fileViews(data, (path) => ({ in: "event", sequence, path: ["data", ...path] }));
  return { ...position, kind: "other", type, ...lineOf(data), text, textLength: length, files: listed(files) };
}

/** The fields that say what an app's own data is about. */
const nameFields = ["node", "name", "source"];

function lineOf(data: unknown): { name?: string; fields?: string } {
  if (data instanceof LargeValue) return {};
  if (!isContainer(data)) return empty(data) ? {} : { fields: rowText(String(data)) };
  const of = data as Record<string, unknown>;
  const named = nameFields.find((field) => typeof of[field] === "string" && of[field] !== "");
  const rest = named === undefined || Array.isArray(data) ? data : without(data, [named]);
  const name = named === undefined ? undefined : rowText(String(of[named]));
  return { name, fields: fieldsInLine(rest as object) || undefined };
}

function toolStep(position: StepPosition, step: ToolStep, whole: ReadonlySet<CallRequest["side"]> | undefined): Tool {
  const maxLengthOf = (side: CallRequest["side"]): number | undefined => (whole?.has(side) ? Infinity : undefined);
  const written: PrettyJson | undefined =
    step.inputText === undefined ? undefined : { text: withoutBytes(step.inputText) };
  const input = empty(step.input) ? written : prettyJson(step.input, maxLengthOf("input"));
  const progress: PrettyJson | undefined = step.progress ? { text: step.progress } : undefined;
  const error = step.state === "failed" ? exceptionOf(step.result) : undefined;
  const said = error ?? step.result ?? (step.blocked ? step.reason : undefined);
  const result = empty(said) ? progress : prettyJson(said, maxLengthOf("result"));
  const output: PrettyJson | undefined = empty(step.output)
    ? undefined
    : prettyJson(step.output, maxLengthOf("output"));
  const isCutOff = step.state === "failed" && step.ended === undefined && empty(step.result);
  const failure = isCutOff ? "no result" : step.state === "failed" ? failureLine(step.result) : "";
  const { kind, name, state, mocked, cached, attempts, bundle, repeats, repeated, startedAt, duration } = step;
  return {
    ...position,
    kind,
    name,
    state,
    mocked,
    cached,
    bundle,
    repeats,
    repeated,
    startedAt,
    duration,
    toolType: step.toolType || undefined,
    summary: callSummary(step.input, failure === "" && !step.blocked ? step.result : undefined),
    failure: failure === "" ? undefined : failure,
    isError: error === undefined ? undefined : true,
    attempts: attempts && attempts.length > 1 ? attempts.map(attemptView) : undefined,
    artifact: step.artifact && artifactView(step.artifact, step.newer),
    reason: step.blocked ? undefined : step.reason,
    blocked: step.blocked && blockView(step.blocked, step.reason ?? whyOf(step.result)),
    input: input?.text,
    inputLength: input?.length,
    result: result?.text,
    resultLength: result?.length,
    output: output?.text,
    outputLength: output?.length,
    ...callFiles(step),
  };
}

/** *ToolExecutionException: 401 from the CRM*, of a result that has nothing but these two. */
function exceptionOf(result: unknown): string | undefined {
  if (!isContainer(result)) return undefined;
  const { type, message, ...rest } = result as Record<string, unknown>;
  if (typeof message !== "string" || Object.keys(rest).length > 0) return undefined;
  return typeof type === "string" ? `${type}: ${message}` : message;
}

type Blocked = Pick<Extract<StepView, { kind: "blocked" }>, "kind" | "title" | "point" | "blocked">;

function blockedStep(step: BlockStep): Blocked {
  const { blocked, reason } = step;
  const words = { title: stepParts(step).name, point: hookPointName(blocked.point) };
  return { kind: "blocked", ...words, blocked: blockView(blocked, reason) };
}

function blockView({ by, outcome, ran }: Block, reason: string | undefined): BlockView {
  const why = rowText((reason ?? "").trimStart().split("\n", 1)[0] ?? "", maxReasonLength);
  return { by: rowText(by), why: why === "" ? undefined : why, outcome, ran };
}

/** Why a call was blocked, or what the person said who declined it. */
function whyOf(result: unknown): string | undefined {
  const opened = openJson(result);
  return declinedWords(opened) ?? (typeof opened === "string" ? opened : undefined);
}

function artifactView(artifact: Artifact, newer: ToolStep["newer"]): NonNullable<Tool["artifact"]> {
  const { name, url } = artifact;
  return { name: rowText(name), words: rowText(artifactWords(artifact)), url, newer };
}

function callFiles(step: ToolStep): Pick<Tool, "inputFiles" | "resultFiles" | "outputFiles"> {
  const of = (part: Extract<FileRef, { in: "call" }>["part"]): FileView[] =>
    fileViews(step[part], (path) => ({ in: "call", id: step.id, part, path }));
  return {
    inputFiles: listed(of("input")),
    resultFiles: listed([...of("files"), ...of("result")]),
    outputFiles: listed(of("output")),
  };
}

function listed(files: FileView[]): FileView[] | undefined {
  return files.length > 0 ? files : undefined;
}

function stepPosition({ id, sequence, at, until, iteration, speaker, extra }: StoryStep): StepPosition {
  return { id, sequence, at, until, iteration, speaker: speaker?.name ? speaker : undefined, extra };
}

/** In characters: how much of a block's reason is in its line. */
const maxReasonLength = 200;
