import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import { rowIdOf, type RunsNode } from "./nodes.ts";

/** What context keys say of the selected rows: a menu of VS Code knows only the clicked one. */
export function selectionKeys(rows: readonly RunsNode[], runOf: (rowId: string) => Run | undefined) {
  const runs = rows.flatMap((row) => (row.kind === "run" ? (runOf(rowIdOf(row)) ?? []) : []));
  return { activeRunSelected: runs.some(({ status }) => !isTerminal(status)) };
}
