import type * as z from "zod";
import type { CheckKind } from "./checkKind.ts";
import { output } from "./outputCheck.ts";
import { answer, blocked, duration, status, steps, tokens } from "./runChecks.ts";
import { tool, tools } from "./toolChecks.ts";

/**
 * The kinds of checks, in the order in which problems and the schema name them. For another kind, write its object, add
 * it here, and run `node .ci/build/goldenSchema.ts`.
 */
export const checkTable = { status, blocked, output, tools, tool, steps, duration, tokens, answer };

type Table = typeof checkTable;
export type CheckName = keyof Table;
export const checkNames = Object.keys(checkTable) as CheckName[];

/** Something that has to be true of a run. */
export type CheckRule = { [K in CheckName]: { kind: K } & z.output<Table[K]["schema"]> }[CheckName];

/** All that is known of a check's kind. */
export function kindOf({ kind }: Pick<CheckRule, "kind">): CheckKind {
  return checkTable[kind];
}
