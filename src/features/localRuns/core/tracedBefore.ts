import type { UnfinishedSources } from "#workbench/core/unfinished.ts";

type Sources = Pick<UnfinishedSources, "window">;

/** In the workspace's state: whether local runs are traced, and on which port. */
export const localTracingKey = "dynamiqRuns.localTracing";

/** Whether an earlier window of this workspace has traced, so that there may be runs. */
export function hasTraced({ window }: Sources): boolean {
  return window.get(localTracingKey) !== undefined;
}

/** Whether the last window of this workspace was tracing, so that this one goes on. */
export function wasTracing({ window }: Sources): boolean {
  return (window.get(localTracingKey) as { isOn?: unknown } | undefined)?.isOn === true;
}
