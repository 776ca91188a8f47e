import * as vscode from "vscode";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { whenTrusted } from "#host/whenTrusted.ts";
import type { AgentServices, LanguageModelTools } from "./services.ts";

/** Registers the tools, and offers the MCP server of the window. A call of a tool may be what activated the extension. */
export function agentsEntry(extension: vscode.ExtensionContext, load: () => Promise<AgentServices>): void {
  const { version } = extension.extension.packageJSON as { version: string };
  registerAgentTools(extension, async () => (await load()).languageModelTools());
  extension.subscriptions.push(offerMcpServer(version, async () => (await load()).mcpServer.start()));
}

/** The server isn't started yet, so its port isn't known. */
const unknownAddress = "http://127.0.0.1/mcp";

/** Starts the server, if it isn't started yet. */
type StartServer = () => Promise<{ url: string; token: string }>;

/**
 * Offers the tools to agents in VS Code that only know MCP, if the person wants it. VS Code starts the server when an
 * agent needs it. Its token exists in this window only.
 */
function offerMcpServer(version: string, start: StartServer): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.McpServerDefinitionProvider<vscode.McpHttpServerDefinition> = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions() {
      if (!readSetting(settingIds.mcpEnabled)) return [];
      return [new vscode.McpHttpServerDefinition("Dynamiq Runs", vscode.Uri.parse(unknownAddress), {}, version)];
    },
    async resolveMcpServerDefinition(definition) {
      const { url, token } = await start();
      definition.uri = vscode.Uri.parse(url);
      definition.headers = { authorization: `Bearer ${token}` };
      return definition;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.lm.registerMcpServerDefinitionProvider("dynamiqRuns.mcp", provider),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingIds.mcpEnabled)) changed.fire();
    }),
  );
}

/** A language model tool in package.json. */
interface ContributedTool {
  name: string;
  /** Set for tools with effects: they need a trusted workspace. */
  when?: string;
}

interface Manifest {
  contributes: { languageModelTools: readonly ContributedTool[] };
}

/**
 * Registers the tools that package.json contributes. Those with effects don't exist in an untrusted workspace. It takes
 * as long as for commands, so it comes right after the activation.
 */
function registerAgentTools(
  { extension, subscriptions }: vscode.ExtensionContext,
  load: () => Promise<LanguageModelTools>,
): void {
  const { languageModelTools: all } = (extension.packageJSON as Manifest).contributes;
  const register = (tools: readonly ContributedTool[]): void => {
    for (const { name } of tools) {
      subscriptions.push(
        vscode.lm.registerTool(name, {
          prepareInvocation: async ({ input }, token) => (await load()).prepare(name, input, token),
          invoke: async (options, token) => (await load()).invoke(name, options, token),
        }),
      );
    }
  };
  register(all.filter(({ when }) => when === undefined));
  subscriptions.push(whenTrusted(() => register(all.filter(({ when }) => when !== undefined))));
}
