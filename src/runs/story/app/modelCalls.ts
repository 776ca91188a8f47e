import { preciseTime } from "#model/isoTime.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { Attempt, ModelStep, StepPosition } from "#runs/story/storySteps.ts";
import type { AttemptWords, ModelCallWords, MessageTime } from "./appParts.ts";

/** The calls of language models in a story, each from its beginning to its end. */
export class ModelCalls {
  readonly #steps: StepList;
  readonly #keep: (value: unknown) => unknown;
  /** Running calls by their own id. */
  readonly #open = new Map<string, string>();

  /** @param keep reduces messages and replies to the part that is kept */
  constructor(steps: StepList, keep: (value: unknown) => unknown) {
    this.#steps = steps;
    this.#keep = keep;
  }

  take(call: ModelCallWords, position: StepPosition, moment: MessageTime): void {
    const step = this.#steps.find(this.#open.get(call.id));
    if (step?.kind !== "model") {
      const { model, messages } = call;
      const begun: ModelStep = {
        ...position,
        kind: "model",
        model,
        messages: this.#keep(messages),
        output: undefined,
        state: "running",
        startedAt: moment.time,
      };
      this.#steps.add(begun);
      this.#open.set(call.id, position.id);
      if (call.status !== undefined) this.#finish(begun, call, moment);
      return;
    }
    this.#finish(step, call, moment);
  }

  /** The run has ended, so no model works any more. */
  end(at: number | undefined): void {
    for (const id of this.#open.values()) {
      const step = this.#steps.find(id);
      if (step?.kind === "model") this.#steps.replace({ ...step, state: "unfinished", until: at });
    }
    this.#open.clear();
  }

  #finish(step: ModelStep, call: ModelCallWords, moment: MessageTime): void {
    const { output, error, status, usage, cached, mocked, traceback } = call;
    const attempts = readAttempts(call.attempts, moment);
    const { at } = moment;
    this.#open.delete(call.id);
    this.#steps.replace({
      ...step,
      output: this.#keep(output ?? undefined),
      state: status === "failed" ? "failed" : status === "succeeded" ? "finished" : "unfinished",
      ended: moment.sequence,
      ...(error === undefined || error === null ? {} : { error }),
      ...(usage ? { usage } : {}),
      ...(cached ? { cached } : {}),
      ...(mocked ? { mocked } : {}),
      ...(attempts ? { attempts } : {}),
      ...(traceback === undefined ? {} : { traceback }),
      until: at,
      duration: at === undefined || step.at === undefined ? undefined : Math.max(0, at - step.at),
    });
  }
}

/** Tries on the story's clock, on which a moment of the story is known. */
export function readAttempts(
  attempts: readonly AttemptWords[] | undefined,
  { at, time }: Pick<MessageTime, "at" | "time">,
): readonly Attempt[] | undefined {
  const now = preciseTime(time);
  const onClock = (iso: string | undefined): number | undefined => {
    const then = preciseTime(iso);
    return then === undefined || now === undefined || at === undefined ? undefined : at + then - now;
  };
  return attempts?.map(({ startedAt, endedAt, ...rest }) => ({
    at: onClock(startedAt),
    until: onClock(endedAt),
    ...rest,
  }));
}
