import { expect, test } from "vitest";
import { hasTraced, localTracingKey, wasTracing } from "#features/localRuns/core/tracedBefore.ts";

test.each([
  [undefined, { hasRuns: false, goesOn: false }],
  [{ isOn: false }, { hasRuns: true, goesOn: false }],
  [{ isOn: true }, { hasRuns: true, goesOn: true }],
])("a workspace that keeps %j of tracing: %j", (kept, { hasRuns, goesOn }) => {
  const window = { get: (key: string) => (key === localTracingKey ? kept : undefined) };
  expect([hasTraced({ window }), wasTracing({ window })]).toEqual([hasRuns, goesOn]);
});
