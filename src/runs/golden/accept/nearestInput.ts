import { isContainer } from "../../../base/json/exactNumber.ts";
import { LargeValue, openJson } from "../../values/prettyJson.ts";
import type { CheckedRun } from "../checks/checkedRun.ts";
import { mismatches } from "../checks/mismatch.ts";

/**
 * The arguments of the tool's call that come nearest to the expected ones, without unexpected fields; `undefined` when
 * all of them are too large.
 */
export function nearestInput(expected: unknown, calls: CheckedRun["calls"]): unknown {
  let nearest: { input: unknown; count: number } | undefined;
  for (const { call } of calls) {
    if (call.input instanceof LargeValue) continue;
    const input = openJson(call.input);
    const count = mismatches(expected, input, { subset: true }).length;
    if (!nearest || count < nearest.count) nearest = { input, count };
  }
  return nearest && narrowed(expected, nearest.input);
}

function narrowed(expected: unknown, actual: unknown): unknown {
  const areFields = isContainer(expected) && isContainer(actual) && !Array.isArray(expected) && !Array.isArray(actual);
  if (!areFields) return actual;
  const fields = actual as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(fields, key) ? [[key, narrowed(value, fields[key])]] : [],
    ),
  );
}
