import { compareRuns } from "#features/compare/core/tools/compareRuns.ts";
import { goldenTool } from "#features/golden/core/tools/runGoldenTests.ts";
import type { AgentTool } from "#workbench/tools/core/agentTool.ts";

/** The tools for coding agents that other features have without VS Code, a line each. */
export const featureTools: Readonly<Record<string, AgentTool>> = {
  compareRuns,
  runGoldenTests: goldenTool(),
};
