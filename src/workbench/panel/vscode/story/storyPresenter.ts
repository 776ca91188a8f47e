import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { withShortPlaceholders } from "#model/placeholders.ts";
import { withNodeNames } from "#runs/labels/errorSummary.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { type Frame, libraryPath, readTraceback, withoutPlace } from "#runs/labels/traceback.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import { partOfCall } from "#runs/story/app/callPart.ts";
import type { ModelStep, StepChange, StoryStep } from "#runs/story/storySteps.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import type { TextPiece } from "#ui/textPiece.ts";
import type { InputRequestsPresenter } from "#workbench/inputRequests/vscode/inputRequestsPresenter.ts";
import type { CallRequest } from "#workbench/panel/page/messages.ts";
import type {
  MessageView,
  SpeakerView,
  StepView,
  StoryChange,
  TracebackView,
} from "#workbench/panel/page/storyViews.ts";
import type { EventsPresenter } from "#workbench/panel/vscode/events/eventsPresenter.ts";
import type { NodeName, SourceLocation } from "#workbench/panel/vscode/runPoints.ts";
import type { ShownSecrets } from "#workbench/panel/vscode/shownSecrets.ts";
import { modelWords } from "./modelView.ts";
import { stepView } from "./stepView.ts";

export interface StoryPresenterOptions {
  watch: Pick<RunWatch, "origin" | "runStory"> & Partial<Pick<RunWatch, "run">>;
  /** Whether it is a run of a program on this machine; no by default. */
  isLocal?: () => boolean;
  /** A file of a traceback as a path within the workspace, unless it lies outside. */
  ownPath?: (file: string) => string | undefined;
  /** Where the code of a part of the run's app is, if it is on this machine. */
  sourceOf?: (node: NodeName) => SourceLocation | undefined;
  secrets?: ShownSecrets;
  title: () => string;
  events: Pick<EventsPresenter, "event">;
  /** Knows the authors of the answers in the story. */
  requests: Pick<InputRequestsPresenter, "source"> | undefined;
}

const sides = ["input", "result", "output", "messages"] as const;

/** Where in the program a step failed, as Python writes it. */
function tracebackOf(step: StoryStep | undefined): string | undefined {
  if (step?.kind === "tool" || step?.kind === "model") return step.traceback;
  return step?.kind === "failed" ? textOf(fieldsOf(step.error)["traceback"]) : undefined;
}

/** A step with its traceback, and without what that says. */
function withTraceback(view: StepView, traceback: TracebackView | undefined): StepView {
  const place = traceback?.frames?.findLast(({ own }) => own)?.location;
  if (view.kind !== "failed" || place === undefined) return { ...view, ...traceback };
  return { ...view, ...traceback, message: withoutPlace(view.message, place) };
}

/** A side of a call, or the messages of a model call, as the story has it. */
function valueOf(step: StoryStep | undefined, side: Exclude<CallRequest["side"], "traceback">): unknown {
  if (step?.kind === "model") return side === "messages" ? step.messages : undefined;
  return step?.kind === "tool" && side !== "messages" ? step[side] : undefined;
}

export class StoryPresenter {
  readonly #options: StoryPresenterOptions;
  /** Sides of calls that the reader has asked for completely, by the step's id. */
  readonly #wholeCalls = new Map<string, Set<CallRequest["side"]>>();

  constructor(options: StoryPresenterOptions) {
    this.#options = options;
  }

  view(whole: StoryStep): StepView {
    return this.#withSources(this.#viewOf(whole));
  }

  #viewOf(whole: StoryStep): StepView {
    const { watch, title, requests } = this.#options;
    const step = this.#named(this.#clean(whole));
    const source = step.kind === "answer" ? requests?.source(step) : undefined;
    // Finding out the title takes longer than anything else here, and only the first step has it.
    const opened = this.#wholeCalls.get(step.id);
    const uncovered = this.#uncovered(stepView(step, step.kind === "started" ? title() : "", opened, source), whole);
    const traceback = this.#traceback(whole, step);
    const view = withTraceback(uncovered, traceback);
    // The result follows, and says as much.
    if (view.kind === "workflow" && step.kind === "workflow" && step.outcome === "completed")
      return { ...view, title: "" };
    if (!watch.origin) return view;
    if ("growing" in view) return { ...view, growing: false };
    if (view.kind !== "tool") return view;
    // Without its start no duration counts on: a call that was running at the export doesn't change.
    const { startedAt: _, ...rest } = view;
    return view.state === "running" ? { ...rest, still: true } : rest;
  }

  /** The names in a step lead to the code that is in the workspace. */
  #withSources(view: StepView): StepView {
    const source = (node: NodeName): string | undefined => {
      const location = this.#options.sourceOf?.(node);
      const path = location && this.#options.ownPath?.(location.file);
      return path === undefined ? undefined : `${path}:${location?.line}`;
    };
    if (!this.#options.sourceOf) return view;
    if (view.kind === "workflow") {
      return { ...view, nodes: view.nodes.map((node) => ({ ...node, source: source({ name: node.name }) })) };
    }
    const { speaker } = view;
    const speakerSource = speaker && source({ id: speaker.node ?? speaker.key, name: speaker.name });
    const named: SpeakerView | undefined = speaker && { ...speaker, source: speakerSource };
    const spoken: StepView = named ? { ...view, speaker: named } : view;
    return spoken.kind === "tool" ? { ...spoken, source: source({ name: spoken.name }) } : spoken;
  }

  change(change: StepChange): StoryChange {
    if (change.kind === "append") return { append: change.text, id: change.id };
    const view = this.view(change.step);
    if (change.added === undefined || !("growing" in view)) return { upsert: view };
    const { text: _, ...fields } = view;
    return { append: change.added, id: view.id, fields };
  }

  /** All texts that an unfolded model call shows. */
  callWords(call: ModelStep): string[] {
    const { secrets } = this.#options;
    return modelWords(secrets && this.#isLocal ? secrets.value(call) : call);
  }

  /** Where the run failed in the code of the workspace: a piece of a sentence that opens it. */
  get failurePlace(): TextPiece | undefined {
    const { story } = this.#options.watch.runStory;
    const failure = story.slice(-maxSearchedSteps).findLast(({ kind }) => kind === "failed");
    const { frames = [] } = this.#frames(tracebackOf(failure) ?? "") ?? {};
    const frame = frames.findLastIndex(({ own }) => own);
    return failure && frames[frame] && { text: frames[frame].location, frame: { id: failure.id, frame } };
  }

  /** A call of a step's traceback, if its file lies in the workspace. */
  ownFrame(id: string, frame: number): Frame | undefined {
    const { watch, ownPath } = this.#options;
    const found = readTraceback(tracebackOf(watch.runStory.story.find(id)) ?? "")?.frames[frame];
    return found && ownPath?.(found.file) !== undefined ? found : undefined;
  }

  /** Where in the program a step failed. The failure of the run says it once for the call that made it fail. */
  #traceback(whole: StoryStep, step: StoryStep): TracebackView | undefined {
    const text = tracebackOf(step);
    if (text === undefined) return undefined;
    const frames = this.#frames(text);
    if (step.kind === "failed") return frames;
    const isSaidBelow = tracebackOf(whole) === fieldsOf(this.#options.watch.run?.error)["traceback"];
    return isSaidBelow ? undefined : (frames ?? { traceback: text });
  }

  /** The calls of a traceback, for a run of a program on this machine: only its files may lie in the workspace. */
  #frames(text: string): TracebackView | undefined {
    const { ownPath } = this.#options;
    const traceback = this.#isLocal ? readTraceback(text) : undefined;
    if (!traceback) return undefined;
    return {
      frames: traceback.frames.map(({ file, line, name, code }) => {
        const own = ownPath?.(file);
        return {
          location: `${own ?? libraryPath(file)}:${line}`,
          name,
          code,
          own: own === undefined ? undefined : true,
        };
      }),
      tracebackEnd: traceback.end,
    };
  }

  get #isLocal(): boolean {
    return this.#options.isLocal?.() ?? false;
  }

  /** A failure whose nodes have their names. */
  #named(step: StoryStep): StoryStep {
    if (step.kind !== "failed") return step;
    const { runStory } = this.#options.watch;
    return { ...step, error: withNodeNames(step.error, (node) => runStory.nodeName(node)) };
  }

  /** A step of a local run, with dots in place of its secrets. Messages are read once the reader asks for them. */
  #clean(step: StoryStep): StoryStep {
    const { secrets } = this.#options;
    if (!secrets || !this.#isLocal) return step;
    const isOpened = step.kind !== "model" || this.#wholeCalls.get(step.id)?.has("messages");
    if (isOpened || !Array.isArray(step.messages)) return secrets.value(step);
    return { ...secrets.value({ ...step, messages: [] }), messages: step.messages.map(() => ({})) };
  }

  /** The view of a call with the secrets that the reader has asked for. @param step without dots */
  #uncovered(view: StepView, step: StoryStep): StepView {
    const { secrets } = this.#options;
    const blockOf = (side: CallRequest["side"]): string => `${view.id} ${side}`;
    if (!secrets || !sides.some((side) => secrets.has(blockOf(side)))) return view;
    const raw = stepView(step, "", this.#wholeCalls.get(view.id));
    if (view.kind === "tool" && raw.kind === "tool") {
      const texts = (["input", "result", "output"] as const).map((side) => {
        const [clean, own] = [view[side], raw[side]];
        if (clean === undefined || own === undefined) return [side, clean];
        return [side, secrets.texts(blockOf(side), [clean], [own])[0]];
      });
      return { ...view, ...(Object.fromEntries(texts) as Pick<typeof view, "input" | "result" | "output">) };
    }
    if (view.kind !== "model" || raw.kind !== "model") return view;
    const [all, own] = [view, raw].map(({ messages = [], reply }) => [...messages, ...(reply ? [reply] : [])]);
    const words = (list: readonly MessageView[] = []): string[] => list.map(({ text }) => text);
    const texts = secrets.texts(blockOf("messages"), words(all), words(own));
    const shown = (all ?? []).map((message, at) => ({ ...message, text: texts[at] ?? message.text }));
    const count = view.messages?.length ?? 0;
    return { ...view, messages: shown.slice(0, count), reply: view.reply && shown[count] };
  }

  /** Shows all of a side of a call. @param secret its index, to show only this secret */
  showCall(id: string, side: CallRequest["side"], secret?: number): StoryChange[] {
    if (secret === undefined) this.#wholeCalls.set(id, new Set(this.#wholeCalls.get(id)).add(side));
    else this.#options.secrets?.show(`${id} ${side}`, secret);
    const call = this.#options.watch.runStory.story.find(id);
    return call ? [{ upsert: this.view(call) }] : [];
  }

  /**
   * A side of a call in the story; a large one is taken from its event. JSON inside a text is parsed. @throws ApiError
   */
  async callValue(id: string, side: CallRequest["side"]): Promise<unknown> {
    const value = await this.#callValue(id, side);
    return this.#isLocal ? this.#options.secrets?.value(value) : value;
  }

  async #callValue(id: string, side: CallRequest["side"]): Promise<unknown> {
    const { watch, events } = this.#options;
    const call = watch.runStory.story.find(id);
    if (side === "traceback") return tracebackOf(call);
    const kept = valueOf(call, side);
    if (!call || !("ended" in call)) return openJson(kept);
    if (!(kept instanceof LargeValue)) return openJson(kept);
    for (const sequence of [call.ended, call.sequence]) {
      const event = sequence === undefined ? undefined : await events.event(sequence);
      const value = event && partOfCall(event, side);
      if (value !== undefined) return withShortPlaceholders(openJson(value));
    }
    return undefined;
  }
}
