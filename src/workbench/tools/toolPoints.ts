import { point } from "#workbench/core/points.ts";
import type { AgentTool } from "./core/agentTool.ts";

/** Tools for coding agents, each loaded when an agent comes. */
export const agentTools = point<() => Promise<AgentTool>>("tools for coding agents");
