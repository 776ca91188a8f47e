import * as vscode from "vscode";
import { whenTrusted } from "../../../host/whenTrusted.ts";

/** A language model tool in package.json. */
interface ContributedTool {
  name: string;
  /** Set for tools with effects: they need a trusted workspace. */
  when?: string;
}

interface Manifest {
  contributes: { languageModelTools: readonly ContributedTool[] };
}

/** What VS Code calls. The code behind it is loaded with the first call. */
export interface LanguageModelTools {
  /** @param name in package.json */
  prepare(name: string, input: unknown, token: vscode.CancellationToken): Promise<vscode.PreparedToolInvocation>;
  invoke(
    name: string,
    options: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
}

/**
 * Registers the tools that package.json contributes. Those with effects don't exist in an untrusted workspace. It takes
 * as long as for commands, so it comes right after the activation.
 */
export function registerAgentTools(
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
