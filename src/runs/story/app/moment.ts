import type { StepPosition } from "../storySteps.ts";

/** When a message came. */
export interface Moment {
  readonly sequence: number;
  /** Milliseconds after the run's first event. */
  readonly at: number | undefined;
  /** ISO 8601. */
  readonly time: string | undefined;
}

/** @param part tells several steps of one message apart */
export function placeOf({ sequence, at }: Moment, part = ""): StepPosition {
  return { id: `${sequence}${part}`, sequence, at };
}
