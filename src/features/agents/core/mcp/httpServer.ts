import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { type Server, WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/server";
import { listenOnLoopback, type Refusal, refusalOfPage, refusalWithout } from "#api/http/loopback.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { createMcpServer, type McpTools } from "./mcpServer.ts";

/** An MCP server that only this machine can reach, and only with the token. */
export interface McpHttpServer {
  readonly url: string;
  readonly token: string;
  /** Tells all clients that there are other tools now. */
  toolsChanged: () => Promise<void>;
  close: () => Promise<void>;
}

interface Session {
  server: Server;
  transport: WebStandardStreamableHTTPServerTransport;
}

/** VS Code has one session for each server that it started. A client that forgets its sessions must not pile them up. */
const maxSessions = 32;

/**
 * Starts a server on loopback, with a random port and token. It speaks Streamable HTTP with sessions: a client cancels
 * a call with a request of its own, and that has to find the call.
 */
export async function startMcpHttpServer(tools: McpTools): Promise<McpHttpServer> {
  const token = randomBytes(32).toString("base64url");
  const sessions = new Sessions(tools);
  const guard: Guard = { authority: "", token };
  const http = createServer((request, response) => void serve(request, response, guard, sessions));
  guard.authority = `127.0.0.1:${await listenOnLoopback(http)}`;
  return {
    url: `http://${guard.authority}${mcpPath}`,
    token,
    toolsChanged: () => sessions.toolsChanged(),
    close: async () => {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await sessions.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  guard: Guard,
  sessions: Sessions,
): Promise<void> {
  try {
    const refused = refusal(guard, request.headers, request.url);
    if (refused) {
      const { status, reason, headers } = refused;
      response.writeHead(status, { "content-type": "text/plain", ...headers }).end(`${reason}\n`);
      return;
    }
    const asked = await webRequest(request, guard.authority);
    if (!asked) return void response.writeHead(413, { connection: "close" }).end();
    await sendResponse(await sessions.handle(asked), response);
  } catch (error) {
    // A client may leave at any time.
    if (response.destroyed) return;
    onUnexpectedError(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

/** The clients' sessions. Each has a server of its own, because a server has one client. */
class Sessions {
  readonly #tools: McpTools;
  readonly #byId = new Map<string, Session>();

  constructor(tools: McpTools) {
    this.#tools = tools;
  }

  async handle(request: Request): Promise<Response> {
    const id = request.headers.get("mcp-session-id");
    const session = id === null ? undefined : this.#byId.get(id);
    if (session) return session.transport.handleRequest(request);
    if (id !== null) return new Response("This session has ended.\n", { status: 404 });
    return this.#begin(request);
  }

  async toolsChanged(): Promise<void> {
    await Promise.all([...this.#byId.values()].map(({ server }) => server.sendToolListChanged()));
  }

  async close(): Promise<void> {
    const open = [...this.#byId.values()];
    this.#byId.clear();
    await Promise.all(open.map(({ server }) => server.close()));
  }

  /** Begins a session. Only a request that initializes one does. */
  async #begin(request: Request): Promise<Response> {
    const server = createMcpServer(this.#tools);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => this.#keep(id, { server, transport }),
      onsessionclosed: (id) => void this.#byId.delete(id),
    });
    await server.connect(transport);
    const response = await transport.handleRequest(request);
    if (transport.sessionId === undefined) await server.close();
    return response;
  }

  async #keep(id: string, session: Session): Promise<void> {
    this.#byId.set(id, session);
    if (this.#byId.size <= maxSessions) return;
    for (const [oldId, old] of this.#byId) {
      this.#byId.delete(oldId);
      return old.server.close();
    }
  }
}

/** In bytes. A call's arguments are texts that a model wrote. */
const maxBodyBytes = 4 * 1024 * 1024;

/** A request as the SDK wants it; `undefined` for one that is too large. */
async function webRequest(request: IncomingMessage, authority: string): Promise<Request | undefined> {
  const { method = "GET", url = "/" } = request;
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  const body = bytes === 0 ? {} : { body: Buffer.concat(chunks) };
  return new Request(new URL(url, `http://${authority}`), { method, headers, ...body });
}

/** Sends the SDK's response. When the client leaves, the SDK stops writing it. */
async function sendResponse({ status, headers, body }: Response, response: ServerResponse): Promise<void> {
  response.writeHead(status, Object.fromEntries(headers));
  if (!body) return void response.end();
  // A stream of events may have nothing to say yet.
  response.flushHeaders();
  await pipeline(Readable.fromWeb(body as ReadableStream<Uint8Array>), response);
}

/** The only path that requests go to. */
export const mcpPath = "/mcp";

interface Guard {
  /** The only `Host` that is accepted: `127.0.0.1:49152`. */
  authority: string;
  token: string;
}

/** Why a request isn't served; `undefined` for one that is. Agents send no `Origin`. */
export function refusal(
  { authority, token }: Guard,
  headers: IncomingHttpHeaders,
  path: string | undefined,
): Refusal | undefined {
  const refused =
    refusalOfPage(headers, [authority], [`http://${authority}`]) ?? refusalWithout("token", token, headers);
  return refused ?? (path === mcpPath ? undefined : { status: 404, reason: "Not found." });
}
