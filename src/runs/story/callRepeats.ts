import { sameJson } from "../../base/json/sameJson.ts";
import { LargeValue } from "../values/prettyJson.ts";
import type { StoryStep, ToolStep } from "./storySteps.ts";

/** More failed calls of one tool than this are not compared with the next one. */
const mostFailed = 8;

/** What is needed of the list that the calls are in. */
interface Steps {
  find(id: string | undefined): StoryStep | undefined;
  replace(step: StoryStep): void;
}

/** Finds calls that are made again after they failed, with the same input, and tells both of each other. */
export class CallRepeats {
  readonly #items: Steps;
  /** The items of failed calls that nothing has repeated yet, by speaker and tool, the newest last. */
  readonly #failed = new Map<string, string[]>();

  constructor(items: Steps) {
    this.#items = items;
  }

  failed(call: ToolStep): void {
    if (call.input instanceof LargeValue) return;
    const key = keyOf(call);
    this.#failed.set(key, [...(this.#failed.get(key) ?? []), call.id].slice(-mostFailed));
  }

  /** @param call one whose input is there: it is returned as it is from now on */
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
    this.#items.replace({ ...first, repeated: placeOf(call) });
    return { ...call, repeats: placeOf(first) };
  }

  #call(id: string): ToolStep | undefined {
    const item = this.#items.find(id);
    return item?.kind === "tool" ? item : undefined;
  }
}

function keyOf({ name, speaker }: ToolStep): string {
  return JSON.stringify([speaker?.node ?? speaker?.key, name]);
}

function placeOf({ id, sequence, at }: ToolStep): ToolStep["repeats"] {
  return { id, sequence, at };
}
