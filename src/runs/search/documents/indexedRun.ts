import type { Run } from "../../../api/schemas.ts";
import { isContainer } from "../../../base/json/exactNumber.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { withoutUndefined } from "../../../base/stored.ts";
import type { RunOrigin } from "../../../model/runOrigin.ts";
import { factsOfRun } from "../../facts/factsOfRun.ts";
import { beganAt, type RunFacts } from "../../facts/runFacts.ts";
import { errorSummary } from "../../labels/errorSummary.ts";
import { runTitle } from "../../labels/runLabel.ts";
import { withoutBytes } from "../../resultFiles/withoutBytes.ts";
import { addressIn } from "../../story/liveBrowser.ts";
import type { StoryStep, ToolStep, WorkflowStep } from "../../story/storySteps.ts";
import { Cover } from "../../values/cover.ts";
import type { IndexedRun, IndexedText } from "../indexTypes.ts";
import { spacedWords, withoutControls } from "./cleanText.ts";
import { flatText, valuesOf } from "./flatJson.ts";

/** A run that is to be indexed. */
export interface ReadRun {
  run: Run;
  /** All steps of its story, if its events were read. They are visited twice. */
  steps?: Iterable<StoryStep> | undefined;
  /** The setting's path to the title. */
  titlePath?: JsonPath | undefined;
  version?: string | undefined;
  /** What started it, if it isn't the app's own traffic. */
  from?: RunOrigin | undefined;
}

/** A run without secrets, ready to be written. */
export interface CleanRun {
  read: ReadRun;
  /** The part of the run that is in one row. */
  row: IndexedRun;
  /** Those of the row. */
  facts: RunFacts;
}

/**
 * Covers the secrets of a run, before anything of it is cut or joined.
 *
 * @param secrets the connection's key
 * @param now for a run without times
 * @returns `undefined` for a run whose id is a secret: it could neither be kept nor opened
 */
export function cleanRun(raw: ReadRun, secrets: readonly string[], now: number): CleanRun | undefined {
  const cover = new Cover([...secrets, ...browsersOf(raw)]);
  if (cover.text(raw.run.id) !== raw.run.id) return undefined;
  const run = cover.value(withoutBytes(raw.run));
  const read = { ...raw, run, steps: raw.steps && coveredSteps(raw.steps, cover) };
  const facts = cleanFacts(factsOfRun(run, withoutUndefined(read)));
  const began = beganAt(facts);
  const row: IndexedRun = {
    id: run.id,
    status: run.status,
    order: began ?? facts.endedAt ?? now,
    began,
    ended: facts.endedAt,
    user: facts.user,
    session: facts.session,
    title: withoutControls(runTitle(run, read.titlePath)),
    error: facts.error,
    facts: JSON.stringify(facts),
    tools: facts.tools.map(({ name, calls, failed, durations }) => ({
      name,
      calls,
      failed,
      duration: durations.reduce((sum, each) => sum + each, 0),
    })),
    nodes: facts.nodes.map(({ name, status }) => ({ name, status })),
    values: [...valuesOf("input", run.input), ...valuesOf("output", run.output)].map((each) => ({
      ...each,
      path: withoutControls(each.path),
      text: withoutControls(each.text),
    })),
  };
  return { read, row, facts };
}

/** The steps are covered each time that they are visited. */
function coveredSteps(steps: Iterable<StoryStep>, cover: Cover): Iterable<StoryStep> {
  return {
    *[Symbol.iterator]() {
      for (const step of steps) yield cover.value(step);
    },
  };
}

/** The texts of a clean run, those of the run itself first. */
export function* textsOf({ run, steps }: ReadRun): Generator<IndexedText> {
  const ready = ({ name, text, ...others }: IndexedText): IndexedText => ({
    ...others,
    name: spacedWords(withoutControls(name)),
    text: spacedWords(withoutControls(text)),
  });
  const { input, output, error } = run;
  yield ready({ kind: "input", name: "", text: flatText(input) });
  if (output !== undefined && output !== null) yield ready({ kind: "output", name: "", text: flatText(output) });
  let hasFailed = false;
  for (const step of steps ?? []) {
    const text = stepText(step);
    if (!text || (text.name === "" && text.text === "")) continue;
    hasFailed ||= text.kind === "error";
    const { id, sequence, at } = step;
    yield ready({ ...text, step: id, sequence, ...(at === undefined ? {} : { at }) });
  }
  if (!hasFailed && error !== undefined && error !== null) {
    yield ready({ kind: "error", name: "", text: flatText(error) });
  }
}

/** Everyone with the address of an agent's browser controls it, so it isn't kept anywhere in the run. */
function browsersOf({ run, steps }: ReadRun): string[] {
  const addresses = new Set<string>();
  const take = (value: unknown): void => {
    const address = addressIn(value);
    if (address !== undefined) addresses.add(address);
  };
  take(run.output);
  for (const step of steps ?? []) {
    if (step.kind === "tool") [step.result, step.output].forEach(take);
    else if (step.kind === "other") take(step.data);
  }
  return [...addresses];
}

function cleanFacts(facts: RunFacts): RunFacts {
  const names = new Set(["id", "status"]);
  const visit = (value: unknown, name = ""): unknown => {
    if (typeof value === "string") return names.has(name) ? value : withoutControls(value);
    if (Array.isArray(value)) return value.map((each) => visit(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each, key)]));
  };
  return visit(facts) as RunFacts;
}

type StepText = Pick<IndexedText, "kind" | "name" | "text">;

/** What is searched of a step; `undefined` for a step without words of its own. */
function stepText(step: StoryStep): StepText | undefined {
  switch (step.kind) {
    case "text":
      return { kind: "text", name: step.speaker?.name ?? "", text: step.code ? flatText(step.text) : step.text };
    case "tool":
      return { kind: "tool", name: step.name, text: toolText(step) };
    case "request":
      return { kind: "request", name: step.request, text: joined(step.prompt, flatText(rest(step.data))) };
    case "notice":
      return { kind: "request", name: step.kind, text: step.text };
    case "answer":
      return { kind: "answer", name: "", text: joined(step.prompt, flatText(rest(step.data))) };
    case "workflow":
      return { kind: "workflow", name: "", text: workflowText(step) };
    case "failed":
      return { kind: "error", name: errorSummary(step.error).code ?? "", text: flatText(step.error) };
    case "other":
      return { kind: "other", name: step.type, text: flatText(step.data) };
    case "started":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return undefined;
  }
}

function toolText({ input, inputText, result, output, files, progress, reason }: ToolStep): string {
  const given = input === undefined || input === null ? (inputText ?? "") : flatText(input);
  return joined(given, progress, flatText(result), flatText(output), flatText(files), reason);
}

function workflowText({ error, nodes }: WorkflowStep): string {
  const ofNodes = nodes.map(({ name, status, error: reason }) =>
    joined(`${name}: ${status}`, reason === undefined ? "" : flatText(reason)),
  );
  return joined(flatText(error), ...ofNodes);
}

/** The fields of an event's data that say something: not its ids, and not the prompt, which the step has. */
function rest(data: unknown): unknown {
  if (!isContainer(data) || Array.isArray(data)) return data;
  const aside = new Set(["id", "request_id", "object", "prompt", "iteration"]);
  return Object.fromEntries(Object.entries(data).filter(([key]) => !aside.has(key)));
}

function joined(...texts: (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" · ");
}
