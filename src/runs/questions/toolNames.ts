/** The tools, in the order of the documentation. Scripts and settings of people name them, so a name stays. */
export const toolNames = [
  "listConnections",
  "listRuns",
  "searchRuns",
  "listCauses",
  "getRun",
  "readStory",
  "findInRun",
  "readEvents",
  "compareRuns",
  "listInputRequests",
  "runFile",
  "waitForRun",
  "cancelRun",
  "answerInputRequest",
  "runGoldenTests",
] as const;

export type ToolName = (typeof toolNames)[number];
