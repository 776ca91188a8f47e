import type { BatchLine } from "#features/batches/core/batchTypes.ts";
import type { RunFileLine } from "#runFiles/batches/runFileLine.ts";
import { connectionProblem } from "#runFiles/connectionProblem.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

/**
 * Decides which app a batch goes to: the one connection that its lines name, otherwise the active one. A line that
 * names another one can't be sent.
 */
export function batchTarget(
  read: readonly RunFileLine[],
  all: readonly Connection[],
  active: Connection,
): { connection: Connection; lines: BatchLine[] } {
  const named = new Set(read.flatMap((line) => line.connection ?? []));
  const [only] = named;
  const connection = (named.size === 1 ? all.find(({ name }) => name === only) : undefined) ?? active;
  const lines = read.map((line): BatchLine => {
    const { source, request, files, connection: wanted } = line;
    if (line.problem !== undefined) return { source, problem: line.problem };
    if (wanted === undefined || wanted === connection.name) return { source, request, files };
    return { source, problem: elsewhere(wanted, all, connection) };
  });
  return { connection, lines };
}

function elsewhere(wanted: string, all: readonly Connection[], connection: Connection): string {
  const problem = connectionProblem(
    wanted,
    all.map(({ name }) => name),
  );
  return (
    problem ??
    `"connection" is “${wanted}”, but this batch goes to “${connection.name}”. Correct "connection", or send the line in another batch.`
  );
}
