import type { Run } from "#api/schemas.ts";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { IndexedRun, IndexedText } from "#features/search/core/indexTypes.ts";
import { withoutUnblocked } from "#model/block.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import type { RunOrigin } from "#model/runOrigin.ts";
import { stepKinds } from "#model/stepKinds.ts";
import { factsOfRun } from "#runs/facts/factsOfRun.ts";
import { beganAt, type RunFacts } from "#runs/facts/runFacts.ts";
import { durationBetween } from "#runs/labels/runDuration.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { TimeSlices } from "#runs/live/timeSlices.ts";
import { valuesOf } from "#runs/query/fieldValues.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import { addressIn } from "#runs/story/liveBrowser.ts";
import { saidOf, stepParts, type StepValue } from "#runs/story/stepParts.ts";
import type { StoryStep, WorkflowStep } from "#runs/story/storySteps.ts";
import { Cover } from "#runs/values/cover.ts";
import { spacedWords, withoutControls } from "./cleanText.ts";
import { flatText } from "./flatJson.ts";
import { PromptTexts } from "./promptTexts.ts";

/** The highest rank, in milliseconds: so many runs of one second are told apart. */
const maxRank = 999;

export interface ReadRun {
  run: Run;
  /** All steps of its story, if its events were read. They are visited several times. */
  steps?: Iterable<StoryStep>;
  titlePath?: JsonPath;
  /** How many runs that began at the same time the app lists as earlier ones: apps give times in whole seconds. */
  rank?: number;
  /** What started it, if it isn't the app's own traffic. */
  from?: RunOrigin;
}

/** A run without secrets, ready to be written. */
export interface CleanRun {
  read: ReadRun;
  row: IndexedRun;
}

/**
 * Covers the secrets of a run, before anything of it is cut or joined.
 *
 * @param secrets the connection's key
 * @param now for a run without times
 * @returns `undefined` for a run whose id is a secret: it could neither be kept nor opened
 */
export async function cleanRun(raw: ReadRun, secrets: readonly string[], now: number): Promise<CleanRun | undefined> {
  const cover = new Cover([...secrets, ...browsersOf(raw)]);
  if (cover.text(raw.run.id) !== raw.run.id) return undefined;
  const covered = cover.value(withoutBytes(raw.run));
  const run = { ...covered, output: withShortPlaceholders(withoutUnblocked(covered.output)) };
  const read = { ...raw, run, steps: raw.steps && coveredSteps(raw.steps, cover) };
  const steps = raw.steps && (await stepsForFacts(raw.steps, cover));
  const facts = cleanFacts({ ...factsOfRun(run, { ...read, steps }), title: runTitle(run, read.titlePath) });
  const { tools: mockedTools = [], nodes: mockedNodes = [] } = facts.mockedNames ?? {};
  const began = beganAt(facts);
  const row: IndexedRun = {
    facts,
    order: (began ?? facts.endedAt ?? now) + Math.min(raw.rank ?? 0, maxRank),
    began,
    duration: durationBetween(facts.startedAt, facts.endedAt),
    tools: [...facts.tools.map(({ name }) => name), ...mockedTools],
    nodes: [...facts.nodes.map(({ name }) => name), ...mockedNodes],
    values: [...valuesOf("input", run.input), ...valuesOf("output", run.output)].map((each) => ({
      ...each,
      path: withoutControls(each.path),
      text: withoutControls(each.text),
    })),
  };
  return { read, row };
}

/** The steps are covered each time that they are visited. */
function coveredSteps(steps: Iterable<StoryStep>, cover: Cover): Iterable<StoryStep> {
  return {
    *[Symbol.iterator]() {
      for (const step of steps) yield cover.value(step);
    },
  };
}

const kindsOfFacts: ReadonlySet<StoryStep["kind"]> = new Set(["workflow", "request", "answer", "blocked"]);

/** Covers them in short stretches: a run of 100,000 calls has just ended, and its last rows wait to be shown. */
async function stepsForFacts(steps: Iterable<StoryStep>, cover: Cover): Promise<StoryStep[]> {
  const thread = new TimeSlices();
  const all: StoryStep[] = [];
  for (const step of withoutValues(steps)) {
    all.push(cover.value(step));
    if (thread.isOver) await thread.rest();
  }
  return all;
}

/** The steps that facts are made of. Without the values of calls, the most of a run. */
function* withoutValues(steps: Iterable<StoryStep>): Generator<StoryStep> {
  for (const step of steps) {
    if (step.kind === "tool") {
      const { kind, id, sequence, name, state, duration, mocked, blocked, reason, speaker } = step;
      yield {
        kind,
        id,
        sequence,
        name,
        state,
        duration,
        mocked,
        blocked,
        reason,
        speaker,
        input: undefined,
        result: undefined,
        progress: "",
      };
    } else if (kindsOfFacts.has(step.kind)) yield step;
  }
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
  const prompts = new PromptTexts();
  for (const step of steps ?? []) {
    const text = searchedText(step, prompts);
    if (!text || (text.name === "" && text.text === "")) continue;
    hasFailed ||= text.kind === "error";
    const { id, sequence, at } = step;
    yield ready({ ...text, step: id, sequence, at });
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

/** The texts of a call in the order in which they are searched. */
const orderOfCall: readonly StepValue["name"][] = [
  "input",
  "progress",
  "result",
  "output",
  "files",
  "reason",
  "traceback",
];

/** What is searched of a step; `undefined` for a step without words of its own. */
function searchedText(step: StoryStep, prompts: PromptTexts): IndexedText | undefined {
  const { found, values: all } = stepParts(step);
  const values = all.filter(({ again }) => !again);
  if (values.length === 0) return undefined;
  const prompt = step.kind === "model" ? prompts.fresh(step) : "";
  const ordered =
    step.kind === "tool" ? orderOfCall.flatMap((name) => values.filter((each) => each.name === name)) : values;
  return { kind: stepKinds[step.kind].indexed, name: found, text: joined(prompt, ...ordered.map(valueText)) };
}

function valueText(each: StepValue): string {
  if (each.words === true) return typeof each.value === "string" ? each.value : "";
  if (each.name !== "nodes") return flatText(saidOf(each));
  const nodes = each.value as WorkflowStep["nodes"];
  return joined(
    ...nodes.map(({ name, status, error }) => joined(`${name}: ${status}`, error === undefined ? "" : flatText(error))),
  );
}

function joined(...texts: (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" · ");
}
