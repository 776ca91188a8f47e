import type { CheckResult } from "../goldenResult.ts";

/** The result of a check; empty when it passed. */
export type Finding = Pick<CheckResult, "sentence" | "expected" | "actual" | "expectedValue" | "actualValue" | "step">;

export const passed: Finding = { sentence: "" };
