import type { CheckResult } from "../goldenResult.ts";

/** What a check found in a run; nothing where it passed. */
export type Finding = Pick<CheckResult, "sentence" | "expected" | "actual" | "expectedValue" | "actualValue" | "step">;

export const passed: Finding = { sentence: "" };
