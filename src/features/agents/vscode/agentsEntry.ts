import type * as vscode from "vscode";
import { offerMcpServer } from "./offerMcpServer.ts";
import { registerAgentTools } from "./registerAgentTools.ts";
import type { AgentServices } from "./services.ts";

/** Registers the tools, and offers the MCP server of the window. A call of a tool may be what activated the extension. */
export function agentsEntry(extension: vscode.ExtensionContext, load: () => Promise<AgentServices>): void {
  const { version } = extension.extension.packageJSON as { version: string };
  registerAgentTools(extension, async () => (await load()).languageModelTools);
  extension.subscriptions.push(offerMcpServer(version, async () => (await load()).mcpServer.start()));
}
