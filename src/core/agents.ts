import { join } from "node:path";
import type { ToolHost, ToolEffects } from "../features/agents/core/toolHost.ts";
import { AskedQuestions } from "../features/agents/vscode/askedQuestions.ts";
import type { LanguageModelTools } from "../features/agents/vscode/registerAgentTools.ts";
import { WindowMcpServer } from "../features/agents/vscode/windowMcpServer.ts";
import { type AgentToolServices, workspaceToolHost } from "../features/agents/vscode/workspaceToolHost.ts";
import { confirm } from "../host/confirm.ts";
import { readSlowApprovals } from "../host/settings.ts";
import type { TextReports } from "../host/textReports.ts";
import type { App } from "./app.ts";
import type { AppBase } from "./state.ts";

/** The tools for coding agents, in VS Code and by MCP. */
export type AppAgents = Pick<App, "commandLine"> & {
  languageModelTools: LanguageModelTools;
  /** The same tools for agents that only know MCP. */
  mcpServer: WindowMcpServer;
};

/** Builds the tools for coding agents. Their code is loaded with the first call. */
export function appAgents(
  { extension, owned }: AppBase,
  services: AgentToolServices & Pick<App, "reports">,
): AppAgents {
  const asked = new AskedQuestions();
  const ask = effectDialog(services.reports);
  const host = workspaceToolHost(services, async (confirmation, signal) => {
    const hasAgreed = asked.take(confirmation.fingerprint, signal) && !readSlowApprovals();
    return hasAgreed || ask(confirmation, signal);
  });
  // A client of MCP may ask or not, and shows only the arguments.
  const mcpHost = workspaceToolHost(services, ask);
  const version = String(extension.extension.packageJSON.version);
  return {
    commandLine: join(extension.extensionPath, "dist/cli.cjs"),
    languageModelTools: loadedTools(host, asked),
    mcpServer: owned.add(new WindowMcpServer({ host: mcpHost, version })),
  };
}

function loadedTools(host: ToolHost, asked: AskedQuestions): LanguageModelTools {
  const load = async (): Promise<LanguageModelTools> =>
    (await import("../features/agents/vscode/languageModelTools.ts")).languageModelTools(host, asked);
  let loaded: Promise<LanguageModelTools> | undefined;
  const tools = (): Promise<LanguageModelTools> => (loaded ??= load());
  return {
    prepare: async (...call) => (await tools()).prepare(...call),
    invoke: async (...call) => (await tools()).invoke(...call),
  };
}

const lead = "A coding agent wants to do this.";

/** Asks in a dialog whether a person wants what an agent is about to do. */
function effectDialog(reports: Pick<TextReports, "show">): ToolEffects["confirm"] {
  return async ({ question, facts, button }, signal) => {
    const detail = [lead, "", ...facts].join("\n");
    const isWanted = await confirm({ question, detail, act: button }, reports);
    // The agent may stop before a person answers. The dialog can't be closed then, but its answer no longer counts.
    return isWanted && !signal.aborted;
  };
}
