import type { StepList } from "../stepList.ts";
import type { StepPosition, InputRequestStep } from "../storySteps.ts";
import type { AppPart } from "./appParts.ts";
import type { RepeatedQuestions } from "./repeatedQuestions.ts";

/**
 * The questions of an app's nodes in their stream. The stream never reports an answer, only the end of the call that
 * asked.
 */
export class Questions {
  readonly #items: StepList;
  /** For each question's step, the call that asks; `undefined` for a node that asks directly. */
  readonly #asked = new Map<string, string | undefined>();

  readonly #repeated: RepeatedQuestions;

  constructor(items: StepList, repeated: RepeatedQuestions) {
    this.#items = items;
    this.#repeated = repeated;
  }

  /** @param asking the step of the call that asks */
  ask(
    { request, prompt, info, data }: Extract<AppPart, { kind: "request" }>,
    place: StepPosition,
    asking: string | undefined,
  ): void {
    const question = { request: info ? ("notice" as const) : request, prompt };
    const known = this.#repeated.take("node", question);
    if (info) {
      if (known) return;
      this.#items.add({ ...place, kind: "notice", text: prompt });
      this.#repeated.add("node", question, place.id);
      return;
    }
    if (known?.kind === "request") {
      this.#goOnAs(known, place, asking, data);
      return;
    }
    const again = this.#same(prompt, asking);
    const item: InputRequestStep = {
      ...(again ?? place),
      kind: "request",
      request,
      prompt,
      data,
      pending: true,
      until: undefined,
    };
    this.#asked.set(item.id, asking);
    if (again) this.#items.replace(item);
    else this.#items.add(item);
    this.#repeated.add("node", question, item.id);
  }

  /** The questions of a call, or all of them, don't wait any more. */
  settle(at: number | undefined, asking?: string): void {
    for (const [id, call] of this.#asked) {
      if (asking !== undefined && call !== asking) continue;
      const item = this.#items.find(id);
      if (item?.kind === "request" && item.pending) this.#items.replace({ ...item, pending: false, until: at });
    }
  }

  /** An event of the run has reported the question already. Now its speaker and its call are known. */
  #goOnAs(
    known: InputRequestStep,
    place: StepPosition,
    asking: string | undefined,
    data: Record<string, unknown>,
  ): void {
    const before = this.#same(known.prompt, asking);
    if (before?.pending) this.#items.replace({ ...before, pending: false, until: place.at });
    this.#asked.set(known.id, asking);
    const { iteration = place.iteration, speaker = place.speaker } = known;
    this.#items.replace({
      ...known,
      iteration,
      speaker,
      data: { ...data, ...(known.data as Record<string, unknown>) },
    });
  }

  /** The question that the same call asked before, as after a pause. */
  #same(prompt: string, asking: string | undefined): InputRequestStep | undefined {
    if (asking === undefined) return undefined;
    const items = [...this.#asked].filter(([, call]) => call === asking).map(([id]) => this.#items.find(id));
    return items.filter((item) => item?.kind === "request").find((item) => item.prompt === prompt);
  }
}
