import { isFields } from "#base/json/fieldsOf.ts";
import { hookPointName, hookName } from "#model/block.ts";
import { decisionText, decisionTitle } from "#model/hookDecision.ts";
import { modelName, modelUsageText } from "#model/modelCost.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import type {
  AnswerStep,
  BlockStep,
  InputRequestStep,
  ModelStep,
  StoryStep,
  TextStep,
  ToolStep,
  WorkflowStep,
} from "./storySteps.ts";

/**
 * What a step is called, how it ended, what it holds: tools, search, command line and comparisons lay these parts out.
 */
export interface StepParts {
  /** The tool, the hook, the kind of text or of input request, the type of the event; else empty. */
  readonly name: string;
  /** What it is, in words, with its outcome unless that is the state of a call: `Tool call`, `Workflow failed`. */
  readonly title: string;
  /** What a sentence calls it: the tool, else the kind of step: `crm_lookup`, `approval request`. */
  readonly called: string;
  /** What stands beside it where a search finds it: its name, or who or what says more. */
  readonly found: string;
  /** What a list calls it, with its outcome: `tool crm_lookup failed`. @param short cuts a name */
  readonly head: (short: (name: string) => string) => string;
  /** `pending`, `rejected`, the state of a call, the outcome of a workflow; else empty. */
  readonly status: string;
  /** Whether it says that something failed. */
  readonly failed: boolean;
  /** All its values, also those that are missing, in the order in which a person reads them. */
  readonly values: readonly StepValue[];
  /** What came out, as a comparison sees it, if that isn't all values that came out. */
  readonly compared?: () => unknown;
}

export interface StepValue {
  readonly name:
    | "text"
    | "place"
    | "reason"
    | "input"
    | "result"
    | "output"
    | "files"
    | "progress"
    | "prompt"
    | "data"
    | "answer"
    | "error"
    | "traceback"
    | "nodes"
    | "messages"
    | "reply"
    | "usage";
  /** Whether it went into the step, or came out of it. */
  readonly side: "in" | "out";
  /** The value as the API sent it, or the `LargeValue` that replaces it. */
  readonly value: unknown;
  /** Set for words, as opposed to a text that may hold JSON. */
  readonly words?: boolean;
  /** Set for what other steps say as well, so that it is neither searched nor compared. */
  readonly again?: true;
  /** The fields that say nothing beside the step: ids, and what other parts say. */
  readonly aside?: readonly string[];
}

type TitledParts = Pick<StepParts, "title"> & Partial<StepParts>;

export function stepParts(step: StoryStep): StepParts {
  const parts = partsOf(step);
  const { name = "", title } = parts;
  const words = title.toLowerCase();
  const head: StepParts["head"] = (short) => [words, short(name)].filter(Boolean).join(" ");
  return { name, called: name || words, found: name, head, status: "", failed: false, values: [], ...parts };
}

function partsOf(step: StoryStep): TitledParts {
  switch (step.kind) {
    case "text":
    case "reasoning":
      return textParts(step);
    case "tool":
      return callParts(step);
    case "blocked":
      return blockParts(step);
    case "model":
      return modelParts(step);
    case "hook":
      return {
        name: step.decision.by.trim() || "a hook",
        title: `${decisionTitle(step.decision)} by`,
        failed: step.decision.decision === "error",
        values: [{ name: "text", side: "out", value: decisionText(step.decision), words: true }],
      };
    case "request":
    case "answer":
      return askedParts(step);
    case "notice":
      return {
        title: "Notice",
        found: "notice",
        values: [{ name: "text", side: "out", value: step.text, words: true }],
      };
    case "workflow":
      return workflowParts(step);
    case "other":
      return { name: step.type, title: "Event", values: [{ name: "data", side: "out", value: step.data }] };
    case "failed":
      return {
        title: "Run failed",
        found: errorSummary(step.error).code ?? "",
        failed: true,
        values: [{ name: "error", side: "out", value: step.error }],
      };
    case "started":
    case "paused":
    case "resumed":
    case "completed":
      return { title: `Run ${step.kind}` };
    case "canceled":
      return {
        title: "Run canceled",
        values: [{ name: "reason", side: "out", value: step.reason, words: true }],
      };
  }
}

function textParts({ object, text, refused, code, speaker }: TextStep): TitledParts {
  const status = refused ? "rejected" : "";
  return {
    name: object,
    title: "Text",
    called: object.replace(/^agent\.|\.delta$/g, ""),
    found: speaker?.name ?? "",
    head: (short) => `text ${short(object)}${status === "" ? "" : `, ${status} by the app`}`,
    status,
    values: [{ name: "text", side: "out", value: text, words: code !== true }],
  };
}

function workflowParts(step: WorkflowStep): TitledParts {
  const { outcome, error, nodes } = step;
  return {
    title: `Workflow ${outcome}`,
    called: "workflow",
    status: outcome,
    failed: outcome === "failed",
    values: [
      { name: "error", side: "out", value: error },
      { name: "nodes", side: "out", value: nodes },
    ],
    compared: () => workflowResult(step),
  };
}

/** How a workflow ended, without ids and times of its nodes. */
function workflowResult(step: WorkflowStep): unknown {
  const nodes = step.nodes.map(({ name, status, blocked, error }) => ({ name, status, blockedBy: blocked?.by, error }));
  return { nodes, error: step.error };
}

function blockParts({ blocked: { by, point, outcome }, reason }: BlockStep): TitledParts {
  return {
    name: by.trim() || "a hook",
    title: "Blocked by",
    head: (short) => short(`blocked by ${hookName(by)}`),
    status: "blocked",
    failed: outcome === "fail",
    values: [
      { name: "place", side: "out", value: hookPointName(point), words: true },
      { name: "reason", side: "out", value: reason, words: true },
    ],
  };
}

/** The messages of a call hold all that was said before, and its reply is the thought, the calls or the text after it. */
function modelParts(step: ModelStep): TitledParts {
  const { model, state, messages, output, error, traceback, usage, mocked } = step;
  const name = modelName(model);
  const status = [state === "finished" ? "" : state, mocked ? "mocked" : ""].filter(Boolean).join(", ");
  return {
    name,
    title: "Model call",
    head: (short) => ["model call", short(name), status].filter(Boolean).join(" "),
    status,
    failed: state === "failed",
    values: [
      { name: "messages", side: "in", value: messages, again: true },
      { name: "reply", side: "out", value: output, again: true },
      { name: "error", side: "out", value: error },
      { name: "traceback", side: "out", value: traceback, words: true },
      { name: "usage", side: "out", value: usage && modelUsageText(usage), words: true, again: true },
    ],
  };
}

/** The state of a call in words: *blocked by "refund policy"*, *declined by a person*, *finished, mocked*. */
function stateWords({ state, blocked, mocked }: ToolStep): string {
  const word = state === "blocked" ? `blocked by ${hookName(blocked?.by ?? "")}` : state;
  const words = state === "declined" ? "declined by a person" : word;
  return mocked ? `${words}, mocked` : words;
}

function callParts(step: ToolStep): TitledParts {
  const { name, state, reason, input, inputText, result, output, files, progress, traceback } = step;
  const isWhole = input !== undefined && input !== null;
  const status = stateWords(step);
  return {
    name,
    title: "Tool call",
    called: name,
    head: (short) => `tool ${short(name)} ${status}`,
    status,
    failed: state === "failed",
    values: [
      { name: "reason", side: "out", value: reason, words: true },
      { name: "input", side: "in", value: isWhole ? input : inputText, words: !isWhole },
      { name: "result", side: "out", value: result },
      { name: "output", side: "out", value: output },
      { name: "files", side: "out", value: files },
      { name: "progress", side: "out", value: progress, words: true },
      { name: "traceback", side: "out", value: traceback, words: true },
    ],
    compared: () => callResult(step),
  };
}

/** What a call gave, with its progress in place of a result that is missing. */
function callResult({ result: own, output, files, reason, progress }: ToolStep): unknown {
  const result = own ?? (progress === "" ? undefined : progress);
  if (output === undefined && files === undefined && reason === undefined) return result;
  return { result: openJson(result), output: openJson(output), files, reason };
}

function askedParts(step: InputRequestStep | AnswerStep): TitledParts {
  const prompt = { name: "prompt", side: "in", value: step.prompt, words: true } as const;
  const { data: value } = step;
  return step.kind === "request"
    ? {
        name: step.request,
        title: `Asked for ${step.request}`,
        called: `${step.request} request`,
        head: () => `asks for ${step.request}${step.pending ? ", pending" : ""}`,
        status: step.pending ? "pending" : "",
        values: [prompt, { name: "data", side: "in", value, aside: ["id", "request_id", "prompt", "iteration"] }],
      }
    : {
        title: "Answer",
        head: () => "a person's answer",
        values: [prompt, { name: "answer", side: "out", value, aside: ["id", "request_id", "type"] }],
      };
}

/** What a value says: an object without the fields that are left aside, any other value unchanged. */
export function saidOf({ value, aside }: Pick<StepValue, "value" | "aside">): unknown {
  const isObject = isFields(value) && !(value instanceof LargeValue);
  if (aside === undefined || !isObject) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !aside.includes(field)));
}

/** The event that has the whole of a large value, of which a step keeps the beginning. */
export function eventOfValues(step: StoryStep): number {
  return step.kind === "tool" ? (step.ended ?? step.sequence) : step.sequence;
}
