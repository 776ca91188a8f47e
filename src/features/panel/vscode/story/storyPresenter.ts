import { isContainer } from "../../../../base/json/exactNumber.ts";
import { withShortPlaceholders } from "../../../../model/placeholders.ts";
import { type Frame, libraryPath, readTraceback, type Traceback } from "../../../../runs/labels/traceback.ts";
import { traceOf } from "../../../../runs/labels/traceSummary.ts";
import type { RunWatch } from "../../../../runs/live/runWatcher.ts";
import { partOfCall } from "../../../../runs/story/app/callPart.ts";
import type { StepChange, StoryStep } from "../../../../runs/story/storySteps.ts";
import { LargeValue, openJson } from "../../../../runs/values/prettyJson.ts";
import type { InputRequestsPresenter } from "../../../inputRequests/vscode/inputRequestsPresenter.ts";
import type { CallRequest } from "../../page/messages.ts";
import type { StepView, StoryChange } from "../../page/storyViews.ts";
import type { EventsPresenter } from "../events/eventsPresenter.ts";
import { stepView } from "./stepView.ts";

export interface StoryPresenterOptions {
  watch: Pick<RunWatch, "origin" | "runStory"> & Partial<Pick<RunWatch, "run">>;
  /** A file of a traceback as a path within the workspace, unless it lies outside. */
  ownPath?: (file: string) => string | undefined;
  /** The run's current title. */
  title: () => string;
  events: Pick<EventsPresenter, "event">;
  /** Knows the authors of the answers in the story. */
  requests: Pick<InputRequestsPresenter, "source"> | undefined;
}

type Failed = Extract<StepView, { kind: "failed" }>;

function framesOf(error: unknown): Traceback | undefined {
  const { traceback } = isContainer(error) ? (error as { traceback?: unknown }) : {};
  return typeof traceback === "string" ? readTraceback(traceback) : undefined;
}

/** A side of a call, or the messages of a model call, as the story has it. */
function valueOf(step: StoryStep | undefined, side: CallRequest["side"]): unknown {
  if (step?.kind === "model") return side === "messages" ? step.messages : undefined;
  return step?.kind === "tool" && side !== "messages" ? step[side] : undefined;
}

/** Turns the steps of a watched run into the views that its panel draws. */
export class StoryPresenter {
  readonly #options: StoryPresenterOptions;
  /** Sides of calls that the reader has asked for completely, by the step's id. */
  readonly #wholeCalls = new Map<string, Set<CallRequest["side"]>>();

  constructor(options: StoryPresenterOptions) {
    this.#options = options;
  }

  view(step: StoryStep): StepView {
    const { watch, title, requests } = this.#options;
    const source = step.kind === "answer" ? requests?.source(step) : undefined;
    // Finding out the title takes longer than anything else here, and only the first step has it.
    const view = stepView(step, step.kind === "started" ? title() : "", this.#wholeCalls.get(step.id), source);
    if (view.kind === "failed" && step.kind === "failed") return { ...view, ...this.#frames(step.error) };
    // The result follows, and says as much.
    if (view.kind === "workflow" && step.kind === "workflow" && step.outcome === "completed")
      return { ...view, title: "" };
    if (!watch.origin) return view;
    if (view.kind === "text") return { ...view, growing: false };
    if (view.kind !== "tool") return view;
    // Without its start no duration counts on: a call that was running at the export doesn't change.
    const { startedAt: _, ...rest } = view;
    return view.state === "running" ? { ...rest, still: true } : rest;
  }

  change(change: StepChange): StoryChange {
    if (change.kind === "append") return { append: change.text, id: change.id };
    const view = this.view(change.step);
    if (change.added === undefined || view.kind !== "text") return { upsert: view };
    const { text: _, ...fields } = view;
    return { append: change.added, id: view.id, fields };
  }

  /** A call of a failure's traceback, if its file lies in the workspace. */
  ownFrame(id: string, frame: number): Frame | undefined {
    const { watch, ownPath } = this.#options;
    const step = watch.runStory.story.find(id);
    const found = step?.kind === "failed" ? framesOf(step.error)?.frames[frame] : undefined;
    return found && ownPath?.(found.file) !== undefined ? found : undefined;
  }

  /** The calls of a traceback, for a run of a program on this machine: only its files may lie in the workspace. */
  #frames(error: unknown): Partial<Failed> {
    const { watch, ownPath } = this.#options;
    const traceback = watch.run && traceOf(watch.run) ? framesOf(error) : undefined;
    if (!traceback) return {};
    return {
      frames: traceback.frames.map(({ file, line, name, code }) => {
        const own = ownPath?.(file);
        return { place: `${own ?? libraryPath(file)}:${line}`, name, code, own: own === undefined ? undefined : true };
      }),
      tracebackEnd: traceback.end,
    };
  }

  /** Shows all of a side of a call. */
  showCall(id: string, side: CallRequest["side"]): StoryChange[] {
    this.#wholeCalls.set(id, new Set(this.#wholeCalls.get(id)).add(side));
    const call = this.#options.watch.runStory.story.find(id);
    return call ? [{ upsert: this.view(call) }] : [];
  }

  /**
   * A side of a call in the story; a large one is taken from its event. JSON inside a text is parsed. @throws ApiError
   */
  async callValue(id: string, side: CallRequest["side"]): Promise<unknown> {
    const { watch, events } = this.#options;
    const call = watch.runStory.story.find(id);
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
