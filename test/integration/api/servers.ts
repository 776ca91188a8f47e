import { type IncomingHttpHeaders, type Server as HttpServer, type ServerResponse, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, type Server, type Socket, createServer as createNetServer } from "node:net";

/** A key as the service makes them; no error, log or event may ever contain it. */
export const accessKey = `dynamiq_acc_${"Zk4".repeat(21)}q`;

export interface ReceivedRequest {
  method: string;
  /** With its query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type Handler = (request: ReceivedRequest, response: ServerResponse) => unknown;

export interface TestServer extends AsyncDisposable {
  /** With `http://` or `https://` and the port. */
  url: string;
  /** Requests whose body came whole, in order. */
  requests: ReceivedRequest[];
}

/** An HTTP server on loopback that reads each body completely before it responds. */
export async function serve(handler: Handler, tls?: { key: string; cert: string }): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const onRequest: Parameters<typeof createServer>[1] = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    // A client that leaves in the middle is part of the test.
    incoming.on("error", () => undefined);
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks) };
      requests.push(request);
      handler(request, response);
    });
  };
  const server: HttpServer = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  const port = await listen(server);
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await close(server);
    },
  };
}

/** A TCP server on loopback: what happens on each connection is up to the test. `connections` counts them. */
export async function serveRaw(
  onConnection: (socket: Socket, index: number) => void,
): Promise<AsyncDisposable & { url: string; port: number; connections: Socket[] }> {
  const connections: Socket[] = [];
  const server = createNetServer((socket) => {
    socket.on("error", () => undefined);
    connections.push(socket);
    onConnection(socket, connections.length - 1);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    connections,
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      await close(server);
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

type HeaderValues = Readonly<Record<string, string>>;

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, value: unknown, headers: HeaderValues = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** Opens a stream of events. */
export function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  return response;
}

/** One event as the service writes it. */
export function sse(sequence: number, type = "agent.reasoning.delta", data: unknown = { delta: "…" }): string {
  return `event: ${type}\ndata: ${JSON.stringify({ id: `e${sequence}`, type, sequence, data })}\n\n`;
}
