import { countOf } from "../../../model/counts.ts";
import { formatDuration } from "../../../model/duration.ts";
import type { ToolLogEntry } from "./toolHost.ts";

/** A call as a line of the log: `Tool listRuns (status): done in 45 ms, 1,203 characters, 340 tokens`. */
export function toolLogLine({ tool, outcome, reason, characters, tokens, took, ...entry }: ToolLogEntry): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  const size = `${countOf(characters, "character")}, about ${countOf(tokens, "token")}`;
  return `Tool ${tool} (${entry.arguments}): ${outcome} in ${formatDuration(took)}${why}, ${size}`;
}
