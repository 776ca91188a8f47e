import type { RunEvent } from "#api/schemas.ts";
import { isContainer, plainNumber } from "#base/json/exactNumber.ts";
import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { isRequestType } from "#model/eventTypes.ts";
import { answerOf, isAnswerType, type QuestionChange, Questions } from "#model/inputRequestEvents.ts";
import { preciseTime } from "#model/isoTime.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import { resumeTime } from "#model/resumeTime.ts";
import { kindOfText } from "#model/stepKinds.ts";
import type { UnknownKind } from "#model/unknownKind.ts";
import type { Usage } from "#model/usage.ts";
import { cancelReason } from "#runs/labels/cancelReason.ts";
import { readAppMessage } from "./app/appMessage.ts";
import { AppStory } from "./app/appStory.ts";
import { RepeatedQuestions } from "./app/nodeQuestions.ts";
import { PieceText } from "./app/pieceText.ts";
import { liveBrowserOf } from "./liveBrowser.ts";
import { NamedCalls } from "./namedCalls.ts";
import { StepList } from "./stepList.ts";
import type { InputRequestStep, NodeSpan, StepChange, StepPosition, StoryStep, ToolStep } from "./storySteps.ts";
import { newCall, toolPart, withProgress, withResult } from "./toolCalls.ts";
import { UnknownEvents } from "./unknownEvents.ts";

type Fields = Record<string, unknown>;

/** How many calls that the end of a run cut off are looked for in its error. */
const maxCutOffCalls = 200;

/** The steps of a story in parts, because all of them may be too many for memory. */
export type StorySteps = Pick<StepList, "length" | "slice" | "find" | "position" | "request">;

/**
 * A run as a person reads it, built from its events in order: texts joined from their pieces, calls paired with their
 * results, input requests with their answers. Unknown events are included raw. Each event takes constant time.
 */
export class RunStory {
  readonly #keep: (value: unknown) => unknown;
  readonly #steps = new StepList();
  /** The texts of the API's deltas; what the app's own nodes write is in `#app`. */
  readonly #texts = new GrowingTexts(this.#steps);
  readonly #repeated = new RepeatedQuestions(this.#steps);
  /** The messages of the app's own nodes, inside `run.data`. */
  readonly #app: AppStory;
  /** Running calls by their own id. */
  readonly #calls = new Map<string, string>();
  /** The steps of calls that the end of the run cut off, with the calls' own ids. */
  readonly #cutOff = new Map<string, string>();
  /** The error of the run, as far as it is known: the run's own says more than its last event. */
  readonly #errors: unknown[] = [];
  /** The step of the run's failure. */
  #failure: string | undefined;
  readonly #questions = new Questions();
  /** The step of the newest question under each id, and the step of its answer. */
  readonly #requests = new Map<string, { step: string; answer?: string }>();
  readonly #unknown = new UnknownEvents();
  #firstTime: number | undefined;
  #liveBrowser: string | undefined;
  #iteration = -Infinity;

  /** @param keep reduces a call's input and results to the part that is kept; everything by default */
  constructor(keep: (value: unknown) => unknown = (value) => value) {
    this.#keep = (value) => withShortPlaceholders(keep(value));
    this.#app = new AppStory(this.#steps, this.#keep, this.#repeated);
  }

  get steps(): readonly StoryStep[] {
    return this.#steps.slice();
  }

  get story(): StorySteps {
    return this.#steps;
  }

  /** The start of `at` and `until`, in milliseconds since the epoch. */
  get firstTime(): number | undefined {
    return this.#firstTime;
  }

  /** Adds events. Returns one change for each step that is new or different. */
  apply(events: readonly RunEvent[]): StepChange[] {
    for (const event of events) this.#take(event);
    return this.#steps.takeChanges();
  }

  /** The run's error may give a reason that its last event lacks, and may name a call that failed without a result. */
  takeError(error: unknown): StepChange[] {
    this.#errors[0] = error;
    this.#failNamed(error);
    this.#giveReason();
    return this.#steps.takeChanges();
  }

  /** The address of an agent's browser that the run gave last; `liveBrowser.ts` says how to treat it. */
  get liveBrowser(): string | undefined {
    return this.#liveBrowser;
  }

  /** The tokens of the model nodes that streamed theirs: agents stream none, so it is incomplete. */
  get usage(): Usage | undefined {
    return this.#app.usage;
  }

  /** The name of a node by its id, if anything in the run has named it. */
  nodeName(node: string): string | undefined {
    return this.#app.nodeName(node);
  }

  /** When nodes began and ended, where that is more than their steps show. The same list until one changes. */
  get spans(): readonly NodeSpan[] {
    return this.#app.spans;
  }

  /** The kinds of its events that the story shows raw, because this version doesn't know them. */
  get unknownKinds(): readonly UnknownKind[] {
    return this.#unknown.all;
  }

  #take(event: RunEvent): void {
    const { type } = event;
    this.#liveBrowser = liveBrowserOf(event) ?? this.#liveBrowser;
    const data = fieldsOf(event.data);
    const position = this.#positionOf(event, data);
    if (type === "run.data" && this.#takeAppMessage(position, event)) return;
    this.#app.add(event);
    const question = this.#questions.take(event);
    const part = toolPart(type, data);
    const delta = type.endsWith(".delta") ? textOf(data["delta"]) : undefined;
    if (part) this.#takeCall(part, position, event, data);
    else if (delta !== undefined) this.#texts.add(position, textOf(data["object"]) ?? type, delta);
    else if (isRequestType(type)) this.#takeRequest(position, data, question);
    else if (isAnswerType(type)) this.#takeAnswer(position, event, question);
    else this.#takeOther(position, event, data);
  }

  #takeCall(part: "started" | "delta" | "completed", position: StepPosition, event: RunEvent, data: Fields): void {
    const key = textOf(data["id"]) ?? position.id;
    const earlierCall = this.#steps.find(this.#calls.get(key));
    let call: ToolStep;
    if (earlierCall?.kind === "tool") {
      call = earlierCall;
    } else {
      call = this.#steps.repeats.begun(newCall(position, event, data, this.#keep));
      this.#texts.end(position.iteration);
      this.#calls.set(key, position.id);
      this.#steps.add(call);
    }
    if (part === "delta") {
      const next = withProgress(call, String(data["delta"]));
      if (next !== call) this.#steps.replace(next);
    }
    if (part === "completed") {
      this.#calls.delete(key);
      call = {
        ...withResult(call, event, data, { started: earlierCall === undefined, keep: this.#keep }),
        until: position.at,
      };
      call = this.#steps.artifacts.ended(call, data["output"]);
      this.#steps.replace(call);
      if (call.state === "failed") this.#steps.repeats.failed(call);
    }
  }

  #takeRequest(position: StepPosition, data: Fields, change: QuestionChange | undefined): void {
    this.#texts.end(position.iteration);
    const prompt = textOf(data["prompt"]) ?? "";
    if (!change) {
      const notice = { request: "notice", prompt } as const;
      if (this.#repeated.take("api", notice)) return;
      this.#steps.add({ ...position, kind: "notice", text: prompt });
      this.#repeated.add("api", notice, position.id);
      return;
    }
    const { id: key, isLater } = change.question;
    const request = change.question.isApproval ? "approval" : "feedback";
    const before = change.again ? this.#steps.find(this.#requests.get(key)?.step) : this.#settle(key, position.at);
    const again = change.again && before?.kind === "request" && before.pending ? before : undefined;
    const reported = { request, prompt, id: textOf(data["request_id"]) ?? key } as const;
    const known = again ?? this.#repeated.take("api", reported);
    this.#requests.set(key, { step: known?.id ?? position.id });
    // Details that only the node has reported stay.
    const both = !again && known?.kind === "request" ? { ...fieldsOf(known.data), ...data } : data;
    const requestFields = {
      kind: "request",
      request,
      prompt,
      data: both,
      pending: true,
      asked: position.sequence,
      isLater,
    } as const;
    const step: InputRequestStep = { ...(known ?? position), ...requestFields };
    if (known) this.#steps.replace(step);
    else this.#steps.add(step);
    if (!known) this.#repeated.add("api", reported, position.id);
  }

  #takeAnswer(position: StepPosition, event: RunEvent, change: QuestionChange | undefined): void {
    this.#texts.end(undefined);
    if (!change) {
      this.#steps.add({ ...position, kind: "answer", prompt: undefined, data: answerOf(event) });
      return;
    }
    const { question, again } = change;
    const data = question.answer?.data;
    const answerStep = again ? this.#steps.find(this.#requests.get(question.id)?.answer) : undefined;
    if (answerStep?.kind === "answer") {
      this.#steps.replace({ ...answerStep, data });
      return;
    }
    const request = this.#settle(question.id, position.at);
    const waited =
      position.at === undefined || request?.at === undefined ? undefined : Math.max(0, position.at - request.at);
    const { since, asked } = question;
    const answered = { requestId: question.id, since: since.sequence, until: asked.sequence };
    this.#steps.add({
      ...position,
      kind: "answer",
      prompt: request?.prompt,
      waited,
      asked: request?.data,
      answered,
      data,
    });
    this.#requests.set(question.id, { step: request?.id ?? position.id, answer: position.id });
  }

  /** Whether a `run.data` event has a message of a node in a known form. */
  #takeAppMessage({ sequence, at }: StepPosition, { data, source, timestamp }: RunEvent): boolean {
    const message = readAppMessage(data, source);
    if (!message) return false;
    this.#steps.readsExtra = fieldsOf(data)["extra"] === true;
    this.#app.take(message, { sequence, at, time: timestamp ?? undefined });
    this.#steps.readsExtra = false;
    return true;
  }

  #takeOther(position: StepPosition, event: RunEvent, data: Fields): void {
    const kind = lifecycle.get(event.type);
    if (kind === undefined) {
      if (position.iteration !== undefined) this.#texts.end(position.iteration);
      this.#unknown.add(event);
      this.#steps.add({ ...position, kind: "other", type: event.type, data: event.data });
      return;
    }
    this.#texts.end(undefined);
    if (kind === "completed" || kind === "failed" || kind === "canceled") {
      this.#end(position.at);
      this.#app.end(position.at, data["output"]);
    }
    if (kind === "failed") for (const error of [data["error"], ...this.#errors]) this.#failNamed(error);
    const checkpoint = textOf(data["checkpoint_id"]);
    const resumeAt = kind === "paused" ? resumeTime(data) : undefined;
    if (kind === "paused") this.#steps.add({ ...position, kind, checkpoint, resumeAt });
    else if (kind === "failed") this.#fail(position, data["error"]);
    else if (kind === "canceled") this.#steps.add({ ...position, kind, reason: cancelReason(data["error"]) });
    else this.#steps.add({ ...position, kind });
  }

  /** The run has ended, so nothing runs, waits or grows any more. */
  #end(at: number | undefined): void {
    for (const [callId, id] of this.#calls) {
      const call = this.#steps.find(id);
      if (call?.kind === "tool") this.#steps.replace({ ...call, state: "unfinished", until: at });
      this.#cutOff.set(id, callId);
    }
    this.#calls.clear();
    for (const { id } of this.#questions.open) this.#settle(id, at);
  }

  #fail(position: StepPosition, error: unknown): void {
    this.#steps.add({ ...position, kind: "failed", error: withShortPlaceholders(error) });
    this.#failure = position.id;
    this.#giveReason();
  }

  #giveReason(): void {
    const step = this.#steps.find(this.#failure);
    const [error] = this.#errors;
    if (step?.kind !== "failed" || !isEmpty(step.error) || isEmpty(error)) return;
    this.#steps.replace({ ...step, error: withShortPlaceholders(error) });
  }

  #failNamed(error: unknown): void {
    this.#app.takeError(error);
    const cutOff = new Map([...this.#cutOff, ...this.#app.cutOff].slice(-maxCutOffCalls));
    if (cutOff.size === 0 || error === undefined || error === null) return;
    const named = new NamedCalls(error);
    const callIds = new Set(cutOff.values());
    for (const [id, callId] of cutOff) {
      const call = this.#steps.find(id);
      if (call?.kind === "tool" && call.state === "unfinished" && named.has(call.name, callId, callIds))
        this.#steps.replace({ ...call, state: "failed" });
    }
  }

  #settle(key: string, at: number | undefined): InputRequestStep | undefined {
    const request = this.#steps.find(this.#requests.get(key)?.step);
    if (request?.kind !== "request") return undefined;
    if (!request.pending) return request;
    this.#steps.replace({ ...request, pending: false, until: at });
    return request;
  }

  #positionOf(event: RunEvent, data: Fields): StepPosition {
    const time = preciseTime(event.timestamp);
    this.#firstTime ??= time;
    const at = time === undefined || this.#firstTime === undefined ? undefined : sinceFirst(time - this.#firstTime);
    const number = plainNumber(data["iteration"]);
    const iteration = typeof number === "number" ? number : undefined;
    if (iteration !== undefined && iteration > this.#iteration) {
      this.#iteration = iteration;
      // A text of an earlier iteration pauses, unless another piece of it arrives.
      this.#texts.pause();
    }
    return { id: String(event.sequence), sequence: event.sequence, at, iteration };
  }
}

const lifecycle = new Map<string, "started" | "paused" | "resumed" | "completed" | "failed" | "canceled">([
  ["run.started", "started"],
  ["run.paused", "paused"],
  ["run.resumed", "resumed"],
  ["run.completed", "completed"],
  ["run.failed", "failed"],
  ["run.canceled", "canceled"],
]);

/** Whether an error says nothing: it is absent, or all of its fields are. */
function isEmpty(error: unknown): boolean {
  const values: unknown[] = isContainer(error) ? Object.values(error) : [error];
  return values.every((value) => value === undefined || value === null || value === "");
}

/** In milliseconds, to the microsecond: a double holds no more of a time since the epoch. */
function sinceFirst(span: number): number {
  return Math.max(0, Math.round(span * 1_000) / 1_000);
}

/** How many of the newest iterations keep track of texts that may continue. */
const maxIterations = 1_000;

/** The texts of a story that may go on, joined from their pieces. */
class GrowingTexts {
  readonly #steps: StepList;
  /** Ids of texts that may go on, by their iteration and object. */
  readonly #texts = new Map<number | undefined, Map<string, string>>();
  readonly #growing = new Map<string, PieceText>();

  constructor(steps: StepList) {
    this.#steps = steps;
  }

  add(position: StepPosition, object: string, piece: string): void {
    const texts = this.#textsOf(position.iteration);
    const step = this.#steps.find(texts.get(object));
    if (step && "growing" in step) {
      const text = this.#growing.get(step.id) ?? pieceText(step.text);
      // A text that paused within a placeholder shows its beginning, which the rest shortens.
      const isWhole = text.text.length === step.text.length;
      const added = text.push(piece);
      this.#growing.set(step.id, text);
      const grown = { ...step, text: text.text, growing: true, until: position.at };
      this.#steps.replace(grown, isWhole ? added : undefined, step.growing);
      return;
    }
    const text = pieceText(piece);
    texts.set(object, position.id);
    this.#growing.set(position.id, text);
    this.#steps.add({
      ...position,
      kind: kindOfText(object),
      object,
      text: text.text,
      growing: true,
      until: position.at,
    });
  }

  /** Pauses all of them until another piece arrives. */
  pause(): void {
    this.#pause([...this.#growing.keys()]);
  }

  /** Ends the texts of an iteration and those without one; all of them if the next event has no iteration. */
  end(iteration: number | undefined): void {
    for (const each of iteration === undefined ? [...this.#texts.keys()] : [iteration, undefined]) this.#endOf(each);
  }

  #textsOf(iteration: number | undefined): Map<string, string> {
    const earlierTexts = this.#texts.get(iteration);
    if (earlierTexts) return earlierTexts;
    const texts = new Map<string, string>();
    this.#texts.set(iteration, texts);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > maxIterations) this.#endOf(oldest);
    return texts;
  }

  #endOf(iteration: number | undefined): void {
    this.#pause(this.#texts.get(iteration)?.values() ?? []);
    this.#texts.delete(iteration);
  }

  #pause(texts: Iterable<string>): void {
    for (const id of texts) {
      const text = this.#growing.get(id);
      // Most have paused long ago, and their steps would have to be unpacked.
      if (!text) continue;
      this.#growing.delete(id);
      const step = this.#steps.find(id);
      if (!step || !("growing" in step)) continue;
      const rest = text.finish();
      this.#steps.replace({ ...step, text: text.text, growing: false }, rest, false);
    }
  }
}

function pieceText(begin: string): PieceText {
  const text = new PieceText();
  text.push(begin);
  return text;
}
