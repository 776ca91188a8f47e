import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import { UserError } from "#host/errors/userError.ts";
import { notify } from "#host/notifications.ts";
import { countOf } from "#model/counts.ts";
import type { App } from "#workbench/app.ts";
import { pickConnection } from "#workbench/connections/vscode/pickConnection.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { keyVariable, type McpClient, mcpConfiguration } from "./mcpConfiguration.ts";
import type { AgentServices } from "./services.ts";
import { keyToTry, tryMcpServer } from "./tryMcpServer.ts";

type Context = Pick<App, "connections"> & Pick<AgentServices, "commandLine">;

type ClientItem = vscode.QuickPickItem & { client: McpClient };

const title = "Copy MCP Configuration";

const clients: readonly ClientItem[] = [
  {
    client: "claude",
    label: "Claude Code, Copilot, agents in VS Code",
    description: ".mcp.json",
    detail: `Agents can only read runs. This file is in the project's folder. The key comes from ${keyVariable} in the agent's environment.`,
  },
  {
    client: "vscode",
    label: "VS Code's own chat",
    description: ".vscode/mcp.json",
    detail:
      "Agents can only read runs. VS Code asks for the key and keeps it. Copilot, Claude and Codex sessions don't get this server. " +
      "VS Code 1.140 marks this file as deprecated.",
  },
  {
    client: "cursor",
    label: "Cursor",
    description: ".cursor/mcp.json",
    detail: `Agents can only read runs. The key comes from ${keyVariable} in Cursor's environment.`,
  },
];

/**
 * Copies what starts the tools in another program, and offers to try it. It names the variable or input with the key,
 * and doesn't contain the key.
 *
 * @param argument the id of a connection
 * @param wanted the client
 * @returns the copied text
 */
export async function copyMcpConfiguration(
  { connections, commandLine }: Context,
  argument: unknown,
  wanted: unknown,
): Promise<string | undefined> {
  const connection = await pickConnection(connections, argument, title);
  if (!connection) return undefined;
  const chosen =
    clients.find(({ client }) => client === wanted) ??
    (await showPick(clients, { title, placeHolder: "Select the program that runs the agent" }));
  if (!chosen) return undefined;
  const withKey = await connections.needsKey(connection);
  const { name, baseUrl } = connection;
  const text = mcpConfiguration({ client: chosen.client, commandLine, baseUrl, name, withKey });
  await vscode.env.clipboard.writeText(text);
  const told = `The MCP configuration for ${chosen.description} is copied. It doesn't contain the access key.`;
  const tryOut = (): Promise<void> => tryIt({ connections, commandLine }, connection, chosen).catch(showError);
  showNews(told, [{ title: "Try It", run: tryOut }]);
  return text;
}

/** Starts the server as the client would. */
async function tryIt(
  { connections, commandLine }: Context,
  connection: Connection,
  { client, label }: ClientItem,
): Promise<void> {
  const { name, baseUrl } = connection;
  const saved = await connections.readKey(connection);
  const accessKey = keyToTry({ client, name, saved, environment: process.env });
  const tried = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Starting the MCP server for ${name}…` },
    () => tryMcpServer({ commandLine, baseUrl, accessKey, environment: process.env }),
  );
  if ("failure" in tried) {
    const showLog = { title: "Show Log", run: { command: commandIds.showLog } };
    throw new UserError(`${label}: the MCP server doesn't work. ${tried.failure}`, [showLog]);
  }
  const tools = `${countOf(tried.tools.length, "tool")}: ${tried.tools.join(", ")}`;
  if (tried.problem !== undefined) {
    const diagnose = {
      title: "Diagnose Connection",
      run: { command: commandIds.diagnoseConnection, args: [connection.id] },
    };
    throw new UserError(`The MCP server works, but can't read the runs of ${name}: ${tried.problem}`, [diagnose]);
  }
  notify(`The MCP server works and can read the runs of ${name}. It has ${tools}.`).catch(showError);
}
