import { deflateRawSync, inflateRawSync } from "node:zlib";
import { parseOwnJson } from "../../base/json/parseJson.ts";
import { exactJson } from "../../base/json/stringifyJson.ts";
import { LargeValue } from "../values/prettyJson.ts";
import type { StoryStep } from "./storySteps.ts";

/** Items as compressed JSON: a tenth of the memory that the objects take, and often less. */
export interface PackedSteps {
  readonly bytes: Uint8Array;
  /** It has numbers that `JSON.parse` would change, which takes longer to read. */
  readonly isExact: boolean;
  /**
   * By the place of an item, the names of its fields that hold a {@link LargeValue}: as JSON it is an object like any
   * other.
   */
  readonly large: ReadonlyMap<number, readonly string[]>;
}

export function packSteps(items: readonly StoryStep[]): PackedSteps {
  const large = new Map<number, string[]>();
  items.forEach((item, place) => {
    const fields = Object.entries(item).filter(([, value]) => value instanceof LargeValue);
    if (fields.length > 0)
      large.set(
        place,
        fields.map(([name]) => name),
      );
  });
  const { text, isExact } = exactJson(items);
  // The fastest level: it takes a third of the time of the usual one, and the bytes are nearly as few.
  const packed = deflateRawSync(text, { level: 1 });
  // A copy, since what comes is a part of a buffer that is larger.
  return { bytes: new Uint8Array(packed), isExact, large };
}

export function unpackSteps({ bytes, isExact, large }: PackedSteps): StoryStep[] {
  const text = inflateRawSync(bytes).toString();
  const items = (isExact ? parseOwnJson(text) : JSON.parse(text)) as Record<string, unknown>[];
  for (const [place, names] of large) {
    for (const name of names) {
      const { text: beginning, length } = items[place]![name] as LargeValue;
      items[place]![name] = new LargeValue(beginning, length);
    }
  }
  return items as unknown as StoryStep[];
}
