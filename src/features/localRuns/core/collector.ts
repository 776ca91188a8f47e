import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

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

/** In milliseconds. The SDK itself gives up after a minute. */
const limits = { headersTimeout: 10_000, requestTimeout: 60_000, connectionsCheckingInterval: 5_000 };

/** A program with hundreds of threads posts as often at once. */
const mostConnections = 1_000;

/**
 * Listens on loopback. The program waits for the response, for up to a minute, so a post is answered as soon as its
 * last byte is here, and read afterwards.
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
const tooLarge: Refusal = { status: 413, reason: "The body is too large." };
const busy: Refusal = { status: 503, reason: "Too many bodies at once." };

class Intake {
  readonly #options: CollectorOptions;
  readonly #mostBytes: number;
  readonly #mostBytesAtOnce: number;
  readonly #authorization: Buffer;
  /** Of all bodies that are arriving or being read. */
  #bytes = 0;
  /** What `Host` may be. */
  hosts: ReadonlySet<string> = new Set();

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#mostBytes = options.mostBytes ?? 32 * mebibyte;
    this.#mostBytesAtOnce = options.mostBytesAtOnce ?? 512 * mebibyte;
    this.#authorization = digest(`Bearer ${options.key}`);
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
  #refusal({ headers, method, url }: IncomingMessage): Refusal | undefined {
    const { host = "", origin, authorization = "" } = headers;
    if (!this.hosts.has(host)) return { status: 403, reason: "This host isn't served." };
    if (origin !== undefined) return { status: 403, reason: "Web pages aren't served." };
    if (url !== tracesPath) return { status: 404, reason: `Only ${tracesPath} is served.` };
    if (method !== "POST") return { status: 405, reason: "Only POST is served.", headers: { allow: "POST" } };
    if (!timingSafeEqual(digest(authorization), this.#authorization)) {
      return wrongKey;
    }
    return Number(headers["content-length"] ?? 0) > this.#mostBytes ? tooLarge : undefined;
  }

  #read(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const release = (): void => {
      this.#bytes -= bytes;
      bytes = 0;
    };
    const leave = (): void => void (request.complete || release());
    const take = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      this.#bytes += chunk.length;
      chunks.push(chunk);
      const refusal = bytes > this.#mostBytes ? tooLarge : this.#bytes > this.#mostBytesAtOnce ? busy : undefined;
      if (!refusal) return;
      request.off("data", take).off("end", end);
      chunks.length = 0;
      release();
      this.#refuse(request, response, refusal);
    };
    const end = (): void => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 2 }).end("{}");
      const body = joined(chunks, bytes);
      // The response is on its way before the body is looked at.
      setImmediate(() => void this.#options.onBody(body).finally(release));
    };
    request.on("data", take).on("end", end).on("close", leave);
    // A program may end in the middle of its post.
    request.on("error", () => undefined);
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

/** In a buffer of its own, so that it can be given to another thread. */
function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

/** Texts of any length are compared in the same time. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
