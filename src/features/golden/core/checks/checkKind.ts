import type * as z from "zod";
import type { JsonPath } from "#base/json/jsonPath.ts";
import type { CheckedRun } from "./checkedRun.ts";
import type { Finding } from "./finding.ts";
import type { Matched } from "./patternMatches.ts";

/** One kind of check: all that this extension knows of it. Its key in the table is the key in the file. */
export interface CheckKind<S extends z.ZodType = z.ZodType> {
  /** Reads a check as it is written. The JSON schema is made of it. */
  schema: S;
  evaluate: (rule: z.output<S>, run: CheckedRun, beside: Beside) => Finding;
  /** When it passes, in a sentence. */
  sentence: (rule: z.output<S>) => string;
  /** The check that a run passes in its place, which expects as little as before. */
  accept: (rule: z.output<S>, run: CheckedRun) => Acceptance;
}

/** What a check looks at besides its run. */
export interface Beside {
  /** Paths of the output that other checks of the test ignore. */
  ignored: readonly JsonPath[];
  matchOf: (pattern: string, text: string) => Matched;
}

/** A check as it is written; or why a run did nothing that a check could expect, without a full stop. */
export type Acceptance = { check: object } | { reason: string };

export function checkKind<S extends z.ZodType>(kind: CheckKind<S>): CheckKind<S> {
  return kind;
}

/** A sentence of the conditions that are there. */
export function passesWhen(subject: string, conditions: readonly (string | undefined)[]): string {
  return `Passes when ${subject}${conditions.filter((each) => each !== undefined).join(", and ")}.`;
}
