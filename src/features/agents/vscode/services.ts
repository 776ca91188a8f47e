import type { LanguageModelTools } from "./registerAgentTools.ts";
import type { WindowMcpServer } from "./windowMcpServer.ts";

/** What it offers to its commands and to the features below it. */
export interface AgentServices {
  /** The path of the command line's script. */
  commandLine: string;
  languageModelTools: LanguageModelTools;
  /** The same tools for agents that only know MCP. */
  mcpServer: WindowMcpServer;
}
