import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback, type Refusal, refusalOfPage, refusalWithout } from "../../../api/http/loopback.ts";

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
  // Another window or program may have taken the port meanwhile.
  const port = await listenOnLoopback(server, options.port);
  intake.hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
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

const busy: Refusal = { status: 503, reason: "Too many bodies at once." };

class Intake {
  readonly #options: CollectorOptions;
  readonly #mostBytes: number;
  readonly #mostBytesAtOnce: number;
  /** Of all bodies that are arriving or being read. */
  #bytes = 0;
  /** What `Host` may be. */
  hosts: readonly string[] = [];

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#mostBytes = options.mostBytes ?? 32 * mebibyte;
    this.#mostBytesAtOnce = options.mostBytesAtOnce ?? 512 * mebibyte;
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refusal(request);
    if (refusal) this.#refuse(request, response, refusal);
    else this.#read(request, response);
  }

  #refusal(request: IncomingMessage): Refusal | undefined {
    const { headers, method, url } = request;
    const ofPage = refusalOfPage(headers, this.hosts);
    if (ofPage) return ofPage;
    if (url !== tracesPath) return { status: 404, reason: `Only ${tracesPath} is served.` };
    if (method !== "POST") return { status: 405, reason: "Only POST is served.", headers: { allow: "POST" } };
    const withoutKey = refusalWithout("access key", this.#options.key, headers);
    if (withoutKey) return withoutKey;
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
