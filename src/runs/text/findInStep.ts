import { isContainer, isNumber } from "../../base/json/exactNumber.ts";
import { jsonPath } from "../../base/json/jsonPath.ts";
import { eventOfValues, stepParts } from "../story/stepParts.ts";
import type { StoryStep } from "../story/storySteps.ts";
import { LargeValue, openJson } from "../values/prettyJson.ts";
import { shownValues } from "./stepText.ts";

/** A place in a step that has a text. */
export interface Found {
  /** `result.rows[3].id`. */
  where: string;
  /** The text with what is around it. */
  excerpt: string;
}

/** In characters: how much is shown before and after the text. */
const shownAround = 100;
/** In characters: a name or a longer path isn't shown whole. */
const longestPlace = 120;

/**
 * The first place in a covered step that has a text: in its name, its speaker or its values.
 *
 * @returns `large`, if nothing was found: the event that has the rest of a value, of which the step has the beginning
 */
export function findInStep(step: StoryStep, finder: RegExp): { found: Found | undefined; large?: number } {
  // What a text or an input request is called would be found in each of them.
  const hasName = step.kind !== "text" && step.kind !== "request";
  const names = [
    { name: "name", value: hasName ? stepParts(step).name : undefined },
    { name: "speaker", value: step.speaker?.name },
  ];
  let large: number | undefined;
  for (const { name, value } of [...names, ...shownValues(step)]) {
    const found = findInValue(value, finder, name);
    if (found) return { found };
    if (value instanceof LargeValue) large = eventOfValues(step);
  }
  return { found: undefined, large };
}

export function findInValue(value: unknown, finder: RegExp, name: string): Found | undefined {
  return find(openJson(value), finder, { name, path: [] });
}

interface Place {
  name: string;
  path: readonly (string | number)[];
}

function find(value: unknown, finder: RegExp, place: Place): Found | undefined {
  if (value instanceof LargeValue) return findInText(value.text, finder, place);
  if (typeof value === "string") return findInText(value, finder, place);
  if (isNumber(value) || typeof value === "boolean") return findInText(String(value), finder, place);
  if (!isContainer(value)) return undefined;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const step = isList ? Number(key) : key;
    const inner = { name: place.name, path: [...place.path, step] };
    const found =
      (isList ? undefined : findInText(key, finder, inner)) ??
      find((value as Record<string, unknown>)[key], finder, inner);
    if (found) return found;
  }
  return undefined;
}

function findInText(text: string, finder: RegExp, { name, path }: Place): Found | undefined {
  const match = finder.exec(text);
  if (!match) return undefined;
  const from = Math.max(0, match.index - shownAround);
  const to = Math.min(text.length, match.index + match[0].length + shownAround);
  const where = `${name}${jsonPath(path).slice(1)}`;
  return {
    where: where.length > longestPlace ? `${where.slice(0, longestPlace)}…` : where,
    excerpt: `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`,
  };
}
