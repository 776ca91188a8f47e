/** The bundle with the MCP SDK. It is loaded when a client comes, and by nothing else. */

import type { Readable, Writable } from "node:stream";
import { serveStdio, StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { createMcpServer, type McpTools } from "./mcpServer.ts";

export { startMcpHttpServer } from "./httpServer.ts";

export interface StdioEnds {
  input: Readable;
  /** The stream of the protocol: nothing else may be written there. */
  output: Writable;
  /** Ends the server. */
  signal: AbortSignal;
}

/** Serves one client until it closes its end. Calls in progress are canceled then. */
export async function serveMcpStdio(tools: McpTools, { input, output, signal }: StdioEnds): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close", "error"]) input.once(event, () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  const transport = new StdioServerTransport(input, output);
  const handle = serveStdio(() => createMcpServer(tools), { transport, onerror: onUnexpectedError });
  await ended;
  await handle.close();
}
