import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isSameSecret } from "../../../runFiles/digest.ts";

export interface CollectorOptions {
  /** Only a post with this key is read. */
  key: string;
  /** The port that was used before. If another program has it, the system chooses one. */
  port?: number | undefined;
  /** Called with each body after its response was sent. It ends when the body was read, and never fails. */
  onBody: (body: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Called with why a request was refused. */
  onRefused: (reason: string) => void;
  /** The most bytes of a body; 32 MiB by default. */
  mostBytes?: number;
  /** The most bytes of all bodies that are arriving or being read; 512 MiB by default. */
  mostBytesAtOnce?: number;
}

/** Takes the posts of the SDK's tracing handler. */
export interface Collector {
  readonly port: number;
  /** `http://127.0.0.1:49152` */
  readonly url: string;
  /** Ends at once, with all connections. */
  close(): Promise<void>;
}

/** Where the SDK posts. */
const tracesPath = "/v1/traces";
const mebibyte = 1024 * 1024;

/** So much of a refused body is read, so that a program reads the response before its connection breaks. */
const mostOfRefused = mebibyte;

/** In milliseconds. The SDK itself gives up after a minute. A body that was answered already may come as slowly. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

/** A program with hundreds of threads posts as often at once. */
const mostConnections = 1_000;

/**
 * Listens on loopback. The program waits for the response, for up to a minute, and ignores what it says. So a post is
 * answered as soon as its head is here: all that can be refused is in it.
 *
 * @throws the system's error when not even a port of its choice is free
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const intake = new Intake(options);
  const server = createServer(limits, (request, response) => intake.take(request, response));
  server.maxConnections = mostConnections;
  const port = await listen(server, options.port);
  intake.hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server, wanted = 0): Promise<number> {
  const listenOn = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  // Another window or program may have taken the port meanwhile.
  await listenOn(wanted).catch((error: unknown) => (wanted === 0 ? Promise.reject(error) : listenOn(0)));
  return (server.address() as AddressInfo).port;
}

interface Refusal {
  status: number;
  reason: string;
  headers?: Record<string, string>;
}

const wrongKey: Refusal = {
  status: 401,
  reason: "The access key is missing or wrong.",
  headers: { "www-authenticate": "Bearer" },
};
const busy: Refusal = { status: 503, reason: "Too many bodies at once." };

class Intake {
  readonly #options: CollectorOptions;
  readonly #mostBytes: number;
  readonly #mostBytesAtOnce: number;
  readonly #authorization: string;
  /** Of all bodies that are arriving or being read. */
  #bytes = 0;
  /** What `Host` may be. */
  hosts: ReadonlySet<string> = new Set();

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#mostBytes = options.mostBytes ?? 32 * mebibyte;
    this.#mostBytesAtOnce = options.mostBytesAtOnce ?? 512 * mebibyte;
    this.#authorization = `Bearer ${options.key}`;
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refusal(request);
    if (refusal) this.#refuse(request, response, refusal);
    else this.#read(request, response);
  }

  /**
   * Why a request isn't served. A web page can make a browser send requests to loopback, and can give its own name the
   * address of loopback (DNS rebinding). Such a request has the `Origin` of its page, or its name as the `Host`.
   */
  #refusal(request: IncomingMessage): Refusal | undefined {
    const { headers, method, url } = request;
    const { host = "", origin, authorization = "" } = headers;
    if (!this.hosts.has(host)) return { status: 403, reason: "This host isn't served." };
    if (origin !== undefined) return { status: 403, reason: "Web pages aren't served." };
    if (url !== tracesPath) return { status: 404, reason: `Only ${tracesPath} is served.` };
    if (method !== "POST") return { status: 405, reason: "Only POST is served.", headers: { allow: "POST" } };
    if (!isSameSecret(authorization, this.#authorization)) return wrongKey;
    const length = lengthOf(request);
    if (Number.isNaN(length)) return { status: 411, reason: "The length of the body is missing." };
    if (length > this.#mostBytes) return { status: 413, reason: "The body is too large." };
    return this.#bytes + length > this.#mostBytesAtOnce ? busy : undefined;
  }

  #read(request: IncomingMessage, response: ServerResponse): void {
    // Each byte is written before the body is read, and zeroes would hold the next response back.
    const body = Buffer.allocUnsafeSlow(lengthOf(request));
    const release = (): unknown => (this.#bytes -= body.length);
    this.#bytes += body.length;
    // A program may end in the middle of its post.
    const leave = (): unknown => request.complete || release();
    request.socket.once("close", leave);
    request.on("error", () => undefined);
    // A response that closes the connection would break off the rest of the body.
    if (response.shouldKeepAlive) accept(response);
    let arrived = 0;
    request.on("data", (chunk: Uint8Array) => {
      body.set(chunk, arrived);
      arrived += chunk.length;
    });
    request.on("end", () => {
      request.socket.off("close", leave);
      if (!response.writableEnded) accept(response);
      void this.#options.onBody(body).finally(release);
    });
  }

  /** Reads on for a while, so that the program reads the response before its connection breaks. */
  #refuse(request: IncomingMessage, response: ServerResponse, { status, reason, headers = {} }: Refusal): void {
    const text = `${reason}\n`;
    response.writeHead(status, { "content-type": "text/plain", "content-length": text.length, ...headers }).end(text);
    let bytes = 0;
    request.on("data", (chunk: Uint8Array) => {
      bytes += chunk.length;
      if (bytes > mostOfRefused) request.destroy();
    });
    request.on("error", () => undefined);
    this.#options.onRefused(reason);
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": 2 }).end("{}");
}

/** In bytes; not a number if the body has no announced length. */
function lengthOf({ headers }: IncomingMessage): number {
  return Number(headers["content-length"] ?? Number.NaN);
}
