import type { ToolEffects } from "../../agentTools/toolHost.ts";
import { confirm } from "../../host/confirm.ts";
import type { TextReports } from "../../views/documents/textReports.ts";

const lead = "A coding agent wants to do this.";

/** Asks in a dialog whether a person wants what an agent is about to do. */
export function effectDialog(reports: Pick<TextReports, "show">): ToolEffects["confirm"] {
  return async ({ question, facts, button }, signal) => {
    const detail = [lead, "", ...facts].join("\n");
    const isWanted = await confirm({ question, detail, act: button }, reports);
    // The agent may stop before a person answers. The dialog can't be closed then, but its answer no longer counts.
    return isWanted && !signal.aborted;
  };
}
