import type { AgentTool } from "#workbench/tools/core/agentTool.ts";
import type { ToolHost } from "#workbench/tools/core/toolHost.ts";

/** What a client's calls need: the tools, and what these need. */
export interface AgentHost extends ToolHost {
  /** All tools, in order. */
  readonly tools: () => Promise<readonly AgentTool[]>;
}
