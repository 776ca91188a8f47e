import { shortId } from "../model/shortId.ts";
import { connectionFor } from "./connectionFor.ts";
import { ToolError } from "./toolError.ts";
import type { ToolHost } from "./toolHost.ts";

/** The arguments that name runs. */
const runFields = ["runId", "runA", "runB"] as const;
/** As views show the ids of runs: the first part of a UUID, or the beginning of another id. */
const short = /^(?:[0-9a-f]{8}|.{6,}…)$/i;

const pageSize = 200;
/** So many of the newest runs are searched for a short id. */
const mostPages = 5;
const mostNamed = 5;

/**
 * The arguments of a call with the ids of runs in full. Views show short ones, so people name those.
 *
 * @throws ToolError if more than one run has it, with their ids
 */
export async function withWholeIds<Input extends object>(
  input: Input,
  host: ToolHost,
  signal: AbortSignal,
): Promise<Input> {
  const given = input as Record<string, unknown>;
  const whole: Record<string, string> = {};
  for (const field of runFields) {
    const id = given[field];
    if (typeof id !== "string" || !short.test(id)) continue;
    const named = given[field === "runB" && given["connectionB"] !== undefined ? "connectionB" : "connection"];
    const connection = await connectionFor(host, typeof named === "string" ? named : undefined);
    const found = await runsWith(id, connection.id, host, signal);
    if (found.length > 1)
      throw new ToolError(`${field}: more than one run has this short id. Use one of these in full.`, {
        data: found.slice(0, mostNamed),
      });
    if (found[0] !== undefined) whole[field] = found[0];
  }
  return { ...input, ...whole };
}

/** The ids of the newest runs that are shown so; the id itself alone, if a run has it. */
async function runsWith(id: string, connectionId: string, host: ToolHost, signal: AbortSignal): Promise<string[]> {
  const api = await (await host.app(connectionId)).api();
  const found = new Set<string>();
  for (let page = 1; page <= mostPages; page++) {
    const { data, pagination } = await api.listRuns({ page, page_size: pageSize, sort: "-started_at" }, { signal });
    if (data.some((run) => run.id === id)) return [id];
    for (const run of data) if (shortId(run.id).toLowerCase() === id.toLowerCase()) found.add(run.id);
    if (page >= pagination.page_count) break;
  }
  return [...found];
}
