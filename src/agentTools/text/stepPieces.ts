import type { StoryStep } from "../../runs/story/storySteps.ts";
import { LargeValue } from "../../runs/values/prettyJson.ts";
import { stepHead } from "./stepText.ts";
import { valuePieces } from "./valuePage.ts";

/** A whole step as a text in pieces. */
export interface WholeStep {
  pieces: Iterable<string>;
  /** The event that has a value of which the step only keeps the beginning. */
  large: number | undefined;
}

export function stepPieces(step: StoryStep, position: number): WholeStep {
  const parts = partsOf(step).filter(({ value }) => value !== undefined && value !== null && value !== "");
  const hasLarge = parts.some(({ value }) => value instanceof LargeValue);
  const large = step.kind === "tool" ? (step.ended ?? step.sequence) : step.sequence;
  return { pieces: piecesOf(stepHead(step, position), parts), large: hasLarge ? large : undefined };
}

function* piecesOf(head: string, parts: readonly Part[]): Generator<string, void, undefined> {
  yield head;
  for (const { name, value } of parts) {
    yield `\n${name}:\n`;
    yield* valuePieces(value);
  }
}

/** A named value of a step. */
export interface Part {
  name: string;
  value: unknown;
}

/** The values of a step, in the order in which a person reads them. */
export function partsOf(step: StoryStep): Part[] {
  switch (step.kind) {
    case "text":
    case "notice":
      return [{ name: "text", value: step.text }];
    case "tool":
      return [
        { name: "reason", value: step.reason },
        { name: "input", value: step.input ?? step.inputText },
        { name: "result", value: step.result },
        { name: "output", value: step.output },
        { name: "files", value: step.files },
        { name: "progress", value: step.progress },
      ];
    case "request":
      return [
        { name: "asks", value: step.prompt },
        { name: "data", value: step.data },
      ];
    case "answer":
      return [{ name: "answer", value: step.data }];
    case "workflow":
      return [
        { name: "error", value: step.error },
        { name: "nodes", value: step.nodes },
      ];
    case "failed":
      return [{ name: "error", value: step.error }];
    case "other":
      return [{ name: "data", value: step.data }];
    case "started":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return [];
  }
}
