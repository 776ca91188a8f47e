import type { Confirmation } from "../../agentTools/toolHost.ts";
import { confirm } from "../../host/confirm.ts";

/** Asks in a dialog whether a person wants what an agent is about to do. @returns whether to do it */
export async function confirmEffect({ question, facts, button }: Confirmation, signal: AbortSignal): Promise<boolean> {
  const detail = ["A coding agent wants to do this.", "", ...facts].join("\n");
  // The agent may stop before a person answers. The dialog can't be closed then, but its answer no longer counts.
  return (await confirm({ question, detail, act: button })) && !signal.aborted;
}
