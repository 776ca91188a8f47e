import { eventOfValues } from "../story/stepParts.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { LargeValue } from "../values/prettyJson.ts";
import { shownValues, stepHead } from "./stepText.ts";
import { valuePieces } from "./valuePage.ts";

export interface WholeStep {
  pieces: Iterable<string>;
  /** The event that has a value of which the step only keeps the beginning. */
  large: number | undefined;
}

export function stepPieces(step: StoryStep, position: number): WholeStep {
  const values = shownValues(step);
  const hasLarge = values.some(({ value }) => value instanceof LargeValue);
  return { pieces: piecesOf(stepHead(step, position), values), large: hasLarge ? eventOfValues(step) : undefined };
}

function* piecesOf(head: string, values: ReturnType<typeof shownValues>): Generator<string, void, undefined> {
  yield head;
  for (const { name, value } of values) {
    yield `\n${name}:\n`;
    yield* valuePieces(value);
  }
}
