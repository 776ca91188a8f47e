import type * as vscode from "vscode";
import type { WindowMcpServer } from "./windowMcpServer.ts";

/** What it offers to its commands and to the features below it. */
export interface AgentServices {
  /** The path of the command line's script. */
  commandLine: string;
  /** The tools for VS Code's own agents. Their code is loaded with the first call. */
  languageModelTools: () => Promise<LanguageModelTools>;
  /** The server of the same tools for agents that only know MCP. */
  mcpServer: WindowMcpServer;
}

/** What VS Code calls. */
export interface LanguageModelTools {
  /** @param name in package.json */
  prepare(name: string, input: unknown, token: vscode.CancellationToken): Promise<vscode.PreparedToolInvocation>;
  invoke(
    name: string,
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
}
