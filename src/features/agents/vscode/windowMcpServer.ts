import * as vscode from "vscode";
import type { Disposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { McpHttpServer } from "#features/agents/core/mcp/httpServer.ts";
import type { McpTools } from "#features/agents/core/mcp/mcpServer.ts";

/** The MCP server of this window. It starts when VS Code asks for it, and ends with the window. */
export class WindowMcpServer implements Disposable {
  readonly #options: McpTools;
  readonly #trusted: vscode.Disposable;
  #started: Promise<McpHttpServer> | undefined;

  constructor(options: McpTools) {
    this.#options = options;
    this.#trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#tellClients());
  }

  /** Starts the server. @returns its address and token, which all clients of the window share */
  async start(): Promise<Pick<McpHttpServer, "url" | "token">> {
    this.#started ??= this.#open();
    return this.#started;
  }

  dispose(): void {
    this.#trusted.dispose();
    this.#started?.then((server) => server.close()).catch(onUnexpectedError);
    this.#started = undefined;
  }

  async #open(): Promise<McpHttpServer> {
    try {
      const { startMcpHttpServer } = await import("#features/agents/core/mcp/mcp.ts");
      return await startMcpHttpServer(this.#options);
    } catch (error) {
      this.#started = undefined;
      throw error;
    }
  }

  /** Tells clients that there are other tools: in a trusted workspace there are more. */
  async #tellClients(): Promise<void> {
    await this.#started?.then((server) => server.toolsChanged()).catch(onUnexpectedError);
  }
}
