import * as vscode from "vscode";
import type { App } from "../app.ts";
import { pickConnection } from "../connections/pickConnection.ts";
import { type McpClient, mcpConfiguration } from "./mcpConfiguration.ts";

type Needs = Pick<App, "commandLine" | "connections">;

type ClientItem = vscode.QuickPickItem & { client: McpClient };

const title = "Copy MCP Configuration";

const clients: readonly ClientItem[] = [
  { client: "vscode", label: "VS Code", description: "mcp.json, asks for the key" },
  { client: "claude", label: "Claude Code", description: ".mcp.json, reads DYNAMIQ_ACCESS_KEY" },
  { client: "cursor", label: "Cursor", description: "mcp.json, reads DYNAMIQ_ACCESS_KEY" },
];

/**
 * Copies what starts the tools in another program. It names the variable or input with the key, and doesn't contain the
 * key.
 *
 * @param argument the id of a connection
 * @param wanted the client
 * @returns the copied text
 */
export async function copyMcpConfiguration(
  { connections, commandLine }: Needs,
  argument: unknown,
  wanted: unknown,
): Promise<string | undefined> {
  const connection = await pickConnection(connections, argument, title);
  if (!connection) return undefined;
  const chosen =
    clients.find(({ client }) => client === wanted) ??
    (await vscode.window.showQuickPick(clients, { title, placeHolder: "Select the program that runs the agent" }));
  if (!chosen) return undefined;
  const withKey = await connections.needsKey(connection);
  const { name, baseUrl } = connection;
  const text = mcpConfiguration({ client: chosen.client, commandLine, baseUrl, name, withKey });
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(copy) MCP configuration copied, without the access key`, 5000);
  return text;
}
