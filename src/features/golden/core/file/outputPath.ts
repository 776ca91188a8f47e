import { jsonPath, type JsonPath, parseJsonPath } from "#base/json/jsonPath.ts";

/** The path that a check of the output names; `$` is the whole output, and `undefined` no path. */
export function parseOutputPath(text: string): JsonPath | undefined {
  return text.trim() === "$" ? [] : parseJsonPath(text);
}

/** A path as a check writes it: `refund.id`. `undefined` for a key that can't be written in a path. */
export function outputPathText(path: JsonPath): string | undefined {
  const whole = jsonPath(path);
  const text = whole === "$" ? whole : whole.replace(/^\$\.?/, "");
  const read = parseOutputPath(text);
  const isSame = read?.length === path.length && read.every((key, index) => key === path[index]);
  return isSame ? text : undefined;
}
