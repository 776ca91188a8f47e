import type { FilePlace } from "./valueViews.ts";

/** Equal for equal places. */
export function placeKey(place: FilePlace): string {
  switch (place.in) {
    case "input":
    case "output":
      return JSON.stringify([place.in, place.path]);
    case "call":
      return JSON.stringify([place.in, place.id, place.part, place.path]);
    case "event":
      return JSON.stringify([place.in, place.sequence, place.path]);
  }
}
