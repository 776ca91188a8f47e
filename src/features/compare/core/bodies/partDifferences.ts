import { LargeValue, openJson } from "../../../../runs/values/prettyJson.ts";
import type { ChangedPart } from "../comparison.ts";
import { partsOf, type ComparedParts } from "../keys/comparedParts.ts";
import { type LineRow, lineDifferences } from "./lineDifferences.ts";
import { type ComparedStep, speakerName } from "./rowSentence.ts";
import { type WordDifferences, wordDifferences } from "./wordDifferences.ts";

/** What differs in one part of two steps, ready to be written: JSON by line, a text by word, a name as a whole. */
export type PartDifference = { readonly part: ChangedPart } & (
  | { readonly shape: "lines"; readonly rows: readonly LineRow[] }
  | ({ readonly shape: "words" } & WordDifferences)
  | { readonly shape: "whole"; readonly a: string; readonly b: string }
);

/** What differs between two steps. @param parts of a row: `changed` and `moved` rows have them */
export function partDifferences(a: ComparedStep, b: ComparedStep, parts: readonly ChangedPart[]): PartDifference[] {
  const [of, other] = [partsOf(a), partsOf(b)];
  return parts.map((part): PartDifference => {
    switch (part) {
      case "speaker":
        return { part, shape: "whole", a: speakerName(a), b: speakerName(b) };
      case "status":
        return { part, shape: "whole", a: of.status, b: other.status };
      case "arguments":
      case "result":
      case "text":
        return { part, ...valueDifference(valueOf(of, part), valueOf(other, part)) };
    }
  });
}

function valueOf({ args, body }: ComparedParts, part: ChangedPart): unknown {
  return part === "arguments" ? args : body;
}

type ValueDifference = { shape: "lines"; rows: LineRow[] } | ({ shape: "words" } & WordDifferences);

function valueDifference(a: unknown, b: unknown): ValueDifference {
  const [of, other] = [opened(a), opened(b)];
  const areTexts = [of, other].every((value) => typeof value === "string" || value === undefined);
  if (!areTexts) return { shape: "lines", rows: lineDifferences(of, other) };
  return { shape: "words", ...wordDifferences(asText(of), asText(other)) };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Of a value that is too large to be kept, only the beginning can be compared. */
function opened(value: unknown): unknown {
  return value instanceof LargeValue ? value.text : (openJson(value) ?? undefined);
}
