/**
 * Agents: tools for coding agents, in VS Code and by MCP, and texts of runs for a chat. `core/ownTools.ts` has tools, other
 * features add theirs to `agentTools`. Their results fit a budget and mark what comes from a run as data. `vscode/` registers them, asks before an effect, and
 * has the MCP server of the window.
 */

import { join } from "node:path";
import { confirm } from "#host/confirm.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { readHasChat, readSlowApprovals } from "#host/settings.ts";
import type { TextReports } from "#host/textReports.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { causeActs } from "#workbench/explorer/vscode/causeTarget.ts";
import { conversationActs } from "#workbench/explorer/vscode/sessionTarget.ts";
import type { ToolEffects } from "#workbench/tools/core/toolHost.ts";
import type { contributions } from "./contributes.ts";
import { causeCopies, conversationCopies } from "./vscode/copyActs.ts";
import { copyMcpConfiguration } from "./vscode/copyMcpConfiguration.ts";
import { askChat, copyRuns } from "./vscode/copyRuns.ts";
import type { AgentServices } from "./vscode/services.ts";
import { ToolQuestions } from "./vscode/toolQuestions.ts";
import { WindowMcpServer } from "./vscode/windowMcpServer.ts";
import { workspaceToolHost } from "./vscode/workspaceToolHost.ts";

export const agents: Feature<App, AgentServices, CommandsOf<typeof contributions>> = {
  id: "agents",
  build(app) {
    const { extension, owned, reports } = app;
    const asked = new ToolQuestions();
    const ask = effectDialog(reports);
    const host = workspaceToolHost(app, async (confirmation, signal) => {
      const hasAgreed = asked.take(confirmation.fingerprint, signal) && !readSlowApprovals();
      return hasAgreed || ask(confirmation, signal);
    });
    // A client of MCP may ask or not, and shows only the arguments.
    const mcpHost = workspaceToolHost(app, ask);
    const version = String(extension.extension.packageJSON.version);
    const skills = join(extension.extensionPath, "dist/media/skills");
    return {
      commandLine: join(extension.extensionPath, "dist/cli.cjs"),
      languageModelTools: async () => (await import("./vscode/languageModelTools.ts")).languageModelTools(host, asked),
      mcpServer: owned.add(new WindowMcpServer({ host: mcpHost, version, skills })),
    };
  },
  adds: [
    ...conversationCopies.map((act) => adds(conversationActs, () => act)),
    ...causeCopies(readHasChat).map((act) => adds(causeActs, () => act)),
  ],
  commands: {
    copyAsMarkdown: copyRuns("person"),
    copyForAi: copyRuns("model"),
    askChat,
    copyMcpConfiguration,
  },
};

const consentLead = "A coding agent asks to do this.";

/** Asks in a dialog whether a person wants what an agent is about to do. */
function effectDialog(reports: Pick<TextReports, "show">): ToolEffects["confirm"] {
  return async ({ question, facts, button }, signal) => {
    const detail = [consentLead, "", ...facts].join("\n");
    const isWanted = await confirm({ question, detail, act: button }, reports);
    // The agent may stop before a person answers. The dialog can't be closed then, but its answer no longer counts.
    return isWanted && !signal.aborted;
  };
}
