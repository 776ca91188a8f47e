import { ExactNumber } from "../base/exactNumber.ts";


/** Of a number, a name or a bracket, in characters: so that very many small values weigh something, too. */
const least = 8;

/** About how much memory a JSON value takes, in characters; it stops counting soon after `most`. */
export function weigh(value: unknown, most = Infinity): number {
  if (typeof value === "string") return least + value.length;
  if (value instanceof ExactNumber) return least + value.text.length;
  if (typeof value !== "object" || value === null) return least;
  let weight = least;
  for (const key in value) {
    weight += least + weigh((value as Record<string, unknown>)[key], most - weight);
    if (weight > most) break;
  }
  return weight;
}
