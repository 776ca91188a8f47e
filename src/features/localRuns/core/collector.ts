import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listenOnLoopback, type Refusal, refusalOfPage, refusalWithout } from "#api/http/loopback.ts";
import type { LossKind } from "./lostPosts.ts";

export interface CollectorOptions {
  /** Gives the key of a port. Only a post with it is read. */
  keyForPort: (port: number) => string;
  /** The port that was used before. If another program has it, the system chooses one. */
  port?: number | undefined;
  /** Called with each body after its response was sent. It ends when the body was read, and never fails. */
  onBody: (body: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Called with why a request wasn't taken. @param loss for a post of a program, whose trace is lost with it */
  onRefused: (reason: string, loss?: LossKind) => void;
  /** The most bytes of a body; 32 MiB by default. */
  maxBytes?: number;
  /** The most bytes of all bodies that are arriving or being read; 512 MiB by default. */
  maxBytesAtOnce?: number;
}

/** Takes the posts of the SDK's tracing handler. */
export interface Collector {
  readonly port: number;
  /** `http://127.0.0.1:49152` */
  readonly url: string;
  readonly key: string;
  /** Ends at once, with all connections. */
  close(): Promise<void>;
}

/** The path that the SDK posts to. */
const tracesPath = "/v1/traces";
const mebibyte = 1024 * 1024;

/** In bytes: so much of a refused body is read, so that a program reads the response before its connection breaks. */
const maxRefusedBytes = mebibyte;

/** In milliseconds. The SDK itself gives up after a minute. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
};

/** A program with hundreds of threads posts as often at once. */
const maxConnections = 1_000;

/**
 * Listens on loopback. The program waits for the response, for up to a minute, and ignores what it says. So a post is
 * refused by its head, answered when its body is here, and read afterwards. An earlier answer would lose the rest of the
 * body: some clients stop sending once they are answered.
 *
 * @throws the system's error when not even a port of its choice is free
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const intake = new Intake(options);
  const server = createServer(limits, (request, response) => intake.take(request, response));
  server.maxConnections = maxConnections;
  // Another window or program may have taken the port meanwhile.
  const port = await listenOnLoopback(server, options.port);
  const key = options.keyForPort(port);
  intake.serve(port, key);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    key,
    close: () =>
      new Promise((resolve) => {
        intake.isOver = true;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface PostRefusal extends Refusal {
  /** What is lost with a post of a program. */
  loss?: LossKind;
}

const busyResponse: PostRefusal = { status: 503, reason: "Too many requests at once.", loss: "busy" };

class Intake {
  readonly #options: CollectorOptions;
  readonly #maxBytes: number;
  readonly #maxBytesAtOnce: number;
  /** The bytes of all bodies that are arriving or being read. */
  #bytes = 0;
  /** What `Host` may be. */
  #hosts: readonly string[] = [];
  #key = "";
  /** Set when the collector closes: what breaks off then was stopped by a person. */
  isOver = false;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? 32 * mebibyte;
    this.#maxBytesAtOnce = options.maxBytesAtOnce ?? 512 * mebibyte;
  }

  serve(port: number, key: string): void {
    this.#hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    this.#key = key;
  }

  take(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.#refusal(request);
    if (refusal) this.#refuse(request, response, refusal);
    else this.#read(request, response);
  }

  #refusal(request: IncomingMessage): PostRefusal | undefined {
    const { headers, method, url } = request;
    const ofPage = refusalOfPage(headers, this.#hosts);
    if (ofPage) return ofPage;
    if (url !== tracesPath) return { status: 404, reason: `Only ${tracesPath} exists here.` };
    if (method !== "POST") return { status: 405, reason: "Only POST is allowed.", headers: { allow: "POST" } };
    const withoutKey = refusalWithout("access key", this.#key, headers);
    if (withoutKey) return { ...withoutKey, loss: "key" };
    const length = lengthOf(request);
    if (Number.isNaN(length)) return { status: 411, reason: "The header Content-Length is missing.", loss: "length" };
    if (length > this.#maxBytes) return { status: 413, reason: "The body is too large.", loss: "size" };
    return this.#bytes + length > this.#maxBytesAtOnce ? busyResponse : undefined;
  }

  #read(request: IncomingMessage, response: ServerResponse): void {
    // Each byte is written before the body is read, and zeroes would hold the next response back.
    const body = Buffer.allocUnsafeSlow(lengthOf(request));
    const release = (): unknown => (this.#bytes -= body.length);
    this.#bytes += body.length;
    // A program may end in the middle of its post.
    const leave = (): void => {
      if (request.complete) return;
      release();
      if (!this.isOver) this.#options.onRefused("The connection closed before the whole body arrived.", "brokenOff");
    };
    request.socket.once("close", leave);
    request.on("error", () => undefined);
    let arrived = 0;
    request.on("data", (chunk: Uint8Array) => {
      body.set(chunk, arrived);
      arrived += chunk.length;
    });
    request.on("end", () => {
      request.socket.off("close", leave);
      accept(response);
      void this.#options.onBody(body).finally(release);
    });
  }

  /** Reads on for a while, so that the program reads the response before its connection breaks. */
  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { status, reason, headers = {}, loss }: PostRefusal,
  ): void {
    const text = `${reason}\n`;
    response.writeHead(status, { "content-type": "text/plain", "content-length": text.length, ...headers }).end(text);
    let bytes = 0;
    request.on("data", (chunk: Uint8Array) => {
      bytes += chunk.length;
      if (bytes > maxRefusedBytes) request.destroy();
    });
    request.on("error", () => undefined);
    this.#options.onRefused(reason, loss);
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": 2 }).end("{}");
}

/** In bytes; not a number if the body has no announced length. */
function lengthOf({ headers }: IncomingMessage): number {
  return Number(headers["content-length"] ?? Number.NaN);
}
