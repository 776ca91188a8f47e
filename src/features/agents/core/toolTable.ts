import type { ToolName } from "#runs/questions/toolNames.ts";
import type { AgentTool } from "./agentTool.ts";
import { answerInputRequest } from "./effects/answerInputRequest.ts";
import { cancelRun } from "./effects/cancelRun.ts";
import { runFile } from "./effects/runFile.ts";
import { runGoldenTests } from "./effects/runGoldenTests.ts";
import { waitForRun } from "./effects/waitForRun.ts";
import { compareRuns } from "./reading/compareRuns.ts";
import { findInRun } from "./reading/findInRun.ts";
import { getRun } from "./reading/getRun.ts";
import { listCauses } from "./reading/listCauses.ts";
import { listConnections } from "./reading/listConnections.ts";
import { listRuns, listInputRequests } from "./reading/listRuns.ts";
import { readEvents } from "./reading/readEvents.ts";
import { readStory } from "./reading/readStory.ts";
import { searchRuns } from "./reading/searchRuns.ts";

/** All tools, those that only read first. */
export const toolTable: Readonly<Record<ToolName, AgentTool>> = {
  listConnections,
  listRuns,
  searchRuns,
  listCauses,
  getRun,
  readStory,
  findInRun,
  readEvents,
  compareRuns,
  listInputRequests,
  runFile,
  waitForRun,
  cancelRun,
  answerInputRequest,
  runGoldenTests,
};
