import { join } from "node:path";
import type * as vscode from "vscode";
import type { ToolHost } from "../agentTools/toolHost.ts";
import { AskedQuestions } from "../commands/agentTools/askedQuestions.ts";
import { confirmEffect } from "../commands/agentTools/confirmEffect.ts";
import type { AgentToolCommands } from "../commands/agentTools/copyMcpConfiguration.ts";
import type { LanguageModelTools } from "../commands/agentTools/registerAgentTools.ts";
import { WindowMcpServer } from "../commands/agentTools/windowMcpServer.ts";
import { workspaceToolHost } from "../commands/agentTools/workspaceToolHost.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { CreateModule } from "./createModule.ts";
import type { InputRequestsModule } from "./inputRequestsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { RunFilesModule } from "./runFilesModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";

export interface AgentToolsModule {
  commands: AgentToolCommands;
  languageModelTools: LanguageModelTools;
  /** The same tools for agents that only know MCP. */
  mcpServer: WindowMcpServer;
}

/** The modules that tools for agents are built on. */
interface AgentToolParts {
  connections: ConnectionsModule;
  sessions: SessionsModule;
  inputRequests: InputRequestsModule;
  runFiles: RunFilesModule;
  create: CreateModule;
}

/** Tools for coding agents. Their code is loaded with the first call. */
export function agentToolsModule(
  { owned, log, onError }: ModuleBase,
  extension: vscode.ExtensionContext,
  { connections, sessions, inputRequests, runFiles, create }: AgentToolParts,
): AgentToolsModule {
  const services = {
    connections: connections.connections,
    sessions: sessions.sessions,
    started: sessions.started,
    answers: inputRequests.answers,
    consent: runFiles.consent,
    creator: create.starting.creator,
    log,
  };
  const asked = new AskedQuestions();
  const host = workspaceToolHost(
    services,
    async (confirmation, signal) => asked.take(confirmation.fingerprint, signal) || confirmEffect(confirmation, signal),
  );
  // A client of MCP may ask or not, and shows only the arguments.
  const mcpHost = workspaceToolHost(services, confirmEffect);
  const version = String(extension.extension.packageJSON.version);
  return {
    commands: { connections: connections.connections, commandLine: join(extension.extensionPath, "dist/cli.cjs") },
    languageModelTools: loadedTools(host, asked),
    mcpServer: owned.add(new WindowMcpServer({ host: mcpHost, version, onError })),
  };
}

function loadedTools(host: ToolHost, asked: AskedQuestions): LanguageModelTools {
  const load = async (): Promise<LanguageModelTools> =>
    (await import("../commands/agentTools/languageModelTools.ts")).languageModelTools(host, asked);
  let loaded: Promise<LanguageModelTools> | undefined;
  const tools = (): Promise<LanguageModelTools> => (loaded ??= load());
  return {
    prepare: async (...call) => (await tools()).prepare(...call),
    invoke: async (...call) => (await tools()).invoke(...call),
  };
}
