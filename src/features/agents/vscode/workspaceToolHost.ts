import * as vscode from "vscode";
import type { AgentHost } from "#features/agents/core/agentHost.ts";
import { readFileText } from "#host/readFileText.ts";
import { openFolders } from "#host/runFilePaths.ts";
import type { ToolConnection } from "#runs/questions/confirmation.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { runFacts } from "#workbench/panel/vscode/runPoints.ts";
import type { AgentTool } from "#workbench/tools/core/agentTool.ts";
import { type KeptRuns, type ToolEffects, toolLogLine } from "#workbench/tools/core/toolHost.ts";
import { agentTools } from "#workbench/tools/toolPoints.ts";

type Context = Pick<App, "answers" | "connections" | "consent" | "creator" | "log" | "points" | "sessions" | "started">;

/**
 * The connections and files of this window, for tools. Keys stay in the clients of the connections. In an untrusted
 * workspace there are no effects.
 *
 * @param confirm asks a person before an effect
 */
export function workspaceToolHost(services: Context, confirm: ToolEffects["confirm"]): AgentHost {
  const { connections, sessions, log } = services;
  const effects = workspaceEffects(services, confirm);
  let tools: Promise<readonly AgentTool[]> | undefined;
  return {
    tools: () => (tools ??= loadTools(services)),
    connections: async () => connections.list.map((each) => toolConnection(each, connections.active)),
    app: async (connectionId) => sessions.get(connectionId),
    kept: (connectionId) => keptRuns(services, connectionId),
    cover: () => connections.withKeys((keys) => new Cover(keys)),
    get effects() {
      return vscode.workspace.isTrusted ? effects : undefined;
    },
    log: (entry) => log.info(toolLogLine(entry)),
  };
}

function keptRuns({ points, sessions }: Context, connectionId: string): KeptRuns {
  const { store } = sessions.get(connectionId);
  const [factsOf] = points.of(runFacts);
  return { facts: async () => (await factsOf?.(connectionId)?.facts()) ?? [], originOf: store.origins() };
}

/** The tools of all features. Their code is loaded with the first call. */
async function loadTools({ points }: Context): Promise<readonly AgentTool[]> {
  const { allTools } = await import("#features/agents/core/ownTools.ts");
  return allTools(await Promise.all(points.of(agentTools).map((load) => load())));
}

function toolConnection({ id, name, baseUrl, production }: Connection, active: Connection | undefined): ToolConnection {
  return { id, name, host: new URL(baseUrl).host, production, isActive: id === active?.id };
}

function workspaceEffects(services: Context, confirm: ToolEffects["confirm"]): ToolEffects {
  const { connections, creator, answers, consent, started } = services;
  return {
    confirm,
    creator,
    answers,
    get folders() {
      return openFolders();
    },
    environment: process.env,
    readText: async (path) => readFileText(vscode.Uri.file(path)),
    notAllowed: async (source, reads, connectionId) => {
      const connection = connections.get(connectionId);
      return connection ? consent.notAllowed(vscode.Uri.file(source), reads, connection) : reads;
    },
    onStarted: (connectionId, runId) => started.note(connectionId, runId, { byAgent: true }),
  };
}
