import type { StepPosition } from "../storySteps.ts";

export interface MessageTime {
  readonly sequence: number;
  /** Milliseconds after the run's first event. */
  readonly at: number | undefined;
  /** ISO 8601. */
  readonly time: string | undefined;
}

/** @param part distinguishes several steps of one message */
export function placeOf({ sequence, at }: MessageTime, part = ""): StepPosition {
  return { id: `${sequence}${part}`, sequence, at };
}
