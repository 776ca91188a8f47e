import { ExactNumber } from "./json/exactNumber.ts";

/** In bytes: a reference to a value, the least that a text takes, and an object or a list without its values. */
const sizes = { reference: 8, text: 16, container: 32 };

/** About how much memory a JSON value takes, in bytes, at one byte a character. It stops counting soon after `most`. */
export function memorySize(value: unknown, limit = Infinity): number {
  if (typeof value === "string") return sizes.reference + sizes.text + value.length;
  if (typeof value !== "object" || value === null) return sizes.reference;
  if (value instanceof ExactNumber) return sizes.container + value.text.length;
  let weight = sizes.reference + sizes.container;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && weight <= limit; index++)
      weight += memorySize(value[index], limit - weight);
    return weight;
  }
  // This runs for every event. A list of the values, or a call for each text, would take twice the time.
  for (const key in value) {
    const each = (value as Record<string, unknown>)[key];
    if (typeof each === "string") weight += sizes.reference + sizes.text + each.length;
    else weight += typeof each === "object" && each !== null ? memorySize(each, limit - weight) : sizes.reference;
    if (weight > limit) break;
  }
  return weight;
}
