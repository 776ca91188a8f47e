import type { AgentTool } from "#workbench/tools/core/agentTool.ts";
import { answerInputRequest } from "./effects/answerInputRequest.ts";
import { cancelRun } from "./effects/cancelRun.ts";
import { runFile } from "./effects/runFile.ts";
import { waitForRun } from "./effects/waitForRun.ts";
import { findInRun } from "./reading/findInRun.ts";
import { getRun } from "./reading/getRun.ts";
import { listCauses } from "./reading/listCauses.ts";
import { listConnections } from "./reading/listConnections.ts";
import { listRuns, listInputRequests } from "./reading/listRuns.ts";
import { readEvents } from "./reading/readEvents.ts";
import { readStory } from "./reading/readStory.ts";

/** The tools that need no other feature. */
export const ownTools = {
  listConnections,
  listRuns,
  listCauses,
  getRun,
  readStory,
  findInRun,
  readEvents,
  listInputRequests,
  runFile,
  waitForRun,
  cancelRun,
  answerInputRequest,
} satisfies Record<string, AgentTool>;

/** All tools in their order. @param others those of other features */
export function allTools(others: readonly AgentTool[]): AgentTool[] {
  return [...Object.values(ownTools), ...others].sort((a, b) => a.order - b.order);
}
