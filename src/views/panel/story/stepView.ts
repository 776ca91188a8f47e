import { untilWords } from "../../../model/resumeTime.ts";
import type { CallRequest } from "../../../protocol/messages.ts";
import type { SpeakerView, StepView } from "../../../protocol/storyViews.ts";
import type { FilePlace, FileView } from "../../../protocol/valueViews.ts";
import { askedPrompt } from "../../../runs/labels/inputRequestText.ts";
import { withoutBytes } from "../../../runs/resultFiles/withoutBytes.ts";
import type { PausedItem, Speaker, ToolStep, StoryStep } from "../../../runs/story/storySteps.ts";
import { type PrettyJson, prettyJson } from "../../../runs/values/prettyJson.ts";
import { type AnswerSource, answerWords } from "../../inputRequests/answerWords.ts";
import { fileViews } from "../resultFiles/fileView.ts";
import { callSummary, failureLine } from "./callSummary.ts";
import { failureView } from "./failureView.ts";
import { detailsOf, empty, without } from "./viewParts.ts";
import { workflowWords } from "./workflowText.ts";

type Tool = Extract<StepView, { kind: "tool" }>;
type Place = Pick<StepView, "id" | "sequence" | "at" | "until" | "iteration" | "speaker">;

const requestTitles = { approval: "Asked for approval", feedback: "Asked for feedback" };

/**
 * @param title the run's title, for the step that says that it started
 * @param whole the sides of a call that the reader wants complete
 * @param source where an answer came from
 */
export function stepView(
  item: StoryStep,
  title: string,
  whole?: ReadonlySet<CallRequest["side"]>,
  source?: AnswerSource,
): StepView {
  const place = placeOf(item);
  switch (item.kind) {
    case "started":
      return { ...place, kind: "started", title };
    case "text":
      return {
        ...place,
        kind: "text",
        object: item.object,
        text: item.text,
        growing: item.growing,
        ...(item.refused ? { refused: true } : {}),
        ...(item.code ? { code: true } : {}),
      };
    case "tool":
      return toolItem(place, item, whole);
    case "request": {
      const details = detailsOf(without(item.data, ["id", "prompt", "iteration"]));
      return {
        ...place,
        kind: "request",
        title: requestTitles[item.request],
        text: askedPrompt(item.prompt, item.data),
        pending: item.pending,
        ...details,
      };
    }
    case "notice":
      return { ...place, kind: "notice", title: "", text: item.text };
    case "answer":
      return {
        ...place,
        kind: "answer",
        ...answerWords(item, source),
        ...detailsOf(without(item.data, ["id", "request_id", "type"])),
      };
    case "paused":
      return { ...place, kind: "paused", text: pausedWords(item) };
    case "resumed":
    case "completed":
    case "canceled":
      return { ...place, kind: item.kind, text: "" };
    case "failed":
      return { ...place, ...failureView(item.error) };
    case "workflow":
      return { ...place, kind: "workflow", ...workflowWords(item) };
    case "other": {
      const { text, length } = prettyJson(item.data);
      const files = fileViews(item.data, (path) => ({ in: "event", sequence: item.sequence, path: ["data", ...path] }));
      const more = { ...(length === undefined ? {} : { textLength: length }), ...(files.length > 0 ? { files } : {}) };
      return { ...place, kind: "other", type: item.type, text, ...more };
    }
  }
}

function pausedWords({ resumeAt, checkpoint }: PausedItem): string {
  const until = resumeAt === undefined ? undefined : untilWords(resumeAt);
  const words = [until, checkpoint && `checkpoint ${checkpoint}`].filter(Boolean).join(", ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function toolItem(place: Place, item: ToolStep, whole: ReadonlySet<CallRequest["side"]> | undefined): Tool {
  const most = (side: CallRequest["side"]): number | undefined => (whole?.has(side) ? Infinity : undefined);
  const written: PrettyJson | undefined =
    item.inputText === undefined ? undefined : { text: withoutBytes(item.inputText) };
  const input = empty(item.input) ? written : prettyJson(item.input, most("input"));
  const progress: PrettyJson | undefined = item.progress ? { text: item.progress } : undefined;
  const result = empty(item.result) ? progress : prettyJson(item.result, most("result"));
  const output: PrettyJson | undefined = empty(item.output) ? undefined : prettyJson(item.output, most("output"));
  const failure = item.state === "failed" ? failureLine(item.result) : "";
  return {
    ...place,
    kind: "tool",
    name: item.name,
    summary: callSummary(item.input, failure === "" ? item.result : undefined),
    ...(failure === "" ? {} : { failure }),
    state: item.state,
    ...(item.toolType ? { toolType: item.toolType } : {}),
    ...(item.reason === undefined ? {} : { reason: item.reason }),
    ...(item.bundle === undefined ? {} : { bundle: item.bundle }),
    ...(input ? { input: input.text, ...(input.length === undefined ? {} : { inputLength: input.length }) } : {}),
    ...(result ? { result: result.text, ...(result.length === undefined ? {} : { resultLength: result.length }) } : {}),
    ...(output ? { output: output.text, ...(output.length === undefined ? {} : { outputLength: output.length }) } : {}),
    ...(item.repeats ? { repeats: otherCall(item.repeats) } : {}),
    ...(item.repeated ? { repeated: otherCall(item.repeated) } : {}),
    ...callFiles(item),
    ...(item.startedAt ? { startedAt: item.startedAt } : {}),
    ...(item.duration === undefined ? {} : { duration: item.duration }),
  };
}

function callFiles(item: ToolStep): Pick<Tool, "inputFiles" | "resultFiles" | "outputFiles"> {
  const of = (part: Extract<FilePlace, { in: "call" }>["part"]): FileView[] =>
    fileViews(item[part], (path) => ({ in: "call", id: item.id, part, path }));
  const sides = { inputFiles: of("input"), resultFiles: [...of("files"), ...of("result")], outputFiles: of("output") };
  return Object.fromEntries(Object.entries(sides).filter(([, files]) => files.length > 0));
}

function placeOf({ id, sequence, at, until, iteration, speaker }: StoryStep): Place {
  return {
    id,
    sequence,
    ...(at === undefined ? {} : { at }),
    ...(until === undefined ? {} : { until }),
    ...(iteration === undefined ? {} : { iteration }),
    ...(speaker === undefined || speaker.name === "" ? {} : { speaker: speakerView(speaker) }),
  };
}

function otherCall({ id, sequence, at }: NonNullable<ToolStep["repeats"]>): NonNullable<Tool["repeats"]> {
  return { id, sequence, ...(at === undefined ? {} : { at }) };
}

function speakerView({ key, node, name, group, calledBy }: Speaker): SpeakerView {
  return {
    key,
    name,
    ...(node === undefined || node === key ? {} : { node }),
    ...(group ? { group } : {}),
    ...(calledBy === undefined ? {} : { calledBy }),
  };
}
