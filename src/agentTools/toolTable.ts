import type { AgentTool } from "./agentTool.ts";
import { cancelRun } from "./effects/cancelRun.ts";
import { waitForRun } from "./effects/waitForRun.ts";
import { listConnections } from "./reading/listConnections.ts";
import { listRuns } from "./reading/listRuns.ts";
import type { ToolName } from "./toolNames.ts";

/** All tools, those that only read first. */
export const toolTable: Readonly<Record<ToolName, AgentTool>> = {
  listConnections,
  listRuns,
  waitForRun,
  cancelRun,
};
