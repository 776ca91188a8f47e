import type { ReadRun } from "#features/search/core/documents/indexedRun.ts";
import { endedRun, textStep, toolStep } from "../../../../../support/search/indexes.ts";

/** How many steps of a numbered run have a word. */
export const stepsOfRun = 90;

/** A run of several parts, whose texts all have a word of its own: `run17`. */
export function numberedRun(number: number): ReadRun {
  const word = `run${number}x`;
  const steps = Array.from({ length: stepsOfRun }, (_, index) =>
    index % 3 === 0
      ? toolStep(index + 1, "tool", { word, text: "lorem ipsum ".repeat(300) })
      : textStep(index + 1, `${word} says ${"something long ".repeat(300)}`),
  );
  return { run: endedRun(`id-${number}`, number), steps };
}
