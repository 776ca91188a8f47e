import { sameJson } from "../../base/json/sameJson.ts";
import { LargeValue } from "../values/prettyJson.ts";
import type { StoryStep, ToolStep } from "./storySteps.ts";

/** How many failed calls of one tool are compared with the next one. */
const mostFailed = 8;

/** The part of the step list that this needs. */
interface Steps {
  find(id: string | undefined): StoryStep | undefined;
  replace(step: StoryStep): void;
}

/** Finds calls that repeat a failed call with the same input, and links the two. */
export class CallRepeats {
  readonly #steps: Steps;
  /** The steps of failed calls that weren't repeated yet, by speaker and tool, the newest last. */
  readonly #failed = new Map<string, string[]>();

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  failed(call: ToolStep): void {
    if (call.input instanceof LargeValue) return;
    const key = keyOf(call);
    this.#failed.set(key, [...(this.#failed.get(key) ?? []), call.id].slice(-mostFailed));
  }

  /** @param call a call with its input. @returns it with a link to the call that it repeats */
  begun(call: ToolStep): ToolStep {
    const key = keyOf(call);
    const failed = this.#failed.get(key);
    if (!failed || call.repeats || call.input instanceof LargeValue) return call;
    const first = failed.map((id) => this.#call(id)).findLast((each) => each && sameJson(each.input, call.input));
    if (!first) return call;
    this.#failed.set(
      key,
      failed.filter((id) => id !== first.id),
    );
    this.#steps.replace({ ...first, repeated: placeOf(call) });
    return { ...call, repeats: placeOf(first) };
  }

  #call(id: string): ToolStep | undefined {
    const step = this.#steps.find(id);
    return step?.kind === "tool" ? step : undefined;
  }
}

function keyOf({ name, speaker }: ToolStep): string {
  return JSON.stringify([speaker?.node ?? speaker?.key, name]);
}

function placeOf({ id, sequence, at }: ToolStep): ToolStep["repeats"] {
  return { id, sequence, at };
}
