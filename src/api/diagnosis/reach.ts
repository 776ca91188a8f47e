import { lookup } from "node:dns/promises";
import { type Socket, connect } from "node:net";
import * as tls from "node:tls";

/** How long a step may take, and the signal by which a person cancels it. */
export interface TimeLimit {
  /** Milliseconds. */
  timeout: number;
  signal: AbortSignal;
}

/** The socket or the system reported a timeout. */
export class TimeoutError extends Error {}

/** The addresses of a host name; an address is its own result. @throws the system's error */
export async function addressesOf(hostname: string, limit: TimeLimit): Promise<string[]> {
  const found = await within(limit, lookup(unbracketed(hostname), { all: true }));
  return found.map(({ address }) => address);
}

/** @throws the system's error */
export async function openSocket(
  { hostname, port }: { hostname: string; port: number },
  limit: TimeLimit,
): Promise<Socket> {
  const socket = connect({ host: unbracketed(hostname), port, autoSelectFamily: true });
  await within(limit, settled(socket, "connect"), () => socket.destroy());
  return socket;
}

/** A proxy's response to `CONNECT`: its status, and its headers with names in lower case. */
export interface TunnelResponse {
  status: number;
  headers: readonly (readonly [string, string])[];
}

const longestHead = 16 * 1024;

/** Asks a proxy for a tunnel to a host. @throws when no response arrives, or one that isn't HTTP */
export async function askForTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  limit: TimeLimit,
): Promise<TunnelResponse> {
  const credentials = authorization ? `proxy-authorization: ${authorization}\r\n` : "";
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${credentials}\r\n`);
  return await within(limit, readHead(socket), () => socket.destroy());
}

async function readHead(socket: Socket): Promise<TunnelResponse> {
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const chunk = await nextChunk(socket);
    if (chunk === undefined) throw new Error("it closed the connection without a response");
    text += chunk.toString("latin1");
    if (text.length > longestHead) throw new Error("its response headers are over 16 KiB");
  }
  const [first = "", ...lines] = text.slice(0, text.indexOf("\r\n\r\n")).split("\r\n");
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1];
  if (!status) throw new Error("its response isn't HTTP");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { status: Number(status), headers };
}

/** `undefined` at the end. The socket is paused between two calls, because later bytes belong to the next reader. */
function nextChunk(socket: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const done = (chunk?: Buffer): void => {
      socket.pause().off("data", done).off("end", done).off("close", done).off("error", reject);
      resolve(chunk);
    };
    socket
      .on("data", done)
      .on("end", () => done())
      .on("close", () => done())
      .on("error", reject)
      .resume();
  });
}

/**
 * Completes the handshake whatever the certificate is, so that it can be checked. Nothing is ever sent over this
 * connection.
 *
 * @throws the socket's error when the other end doesn't use TLS
 */
export async function shakeHands(
  socket: Socket,
  hostname: string,
  secureContext: tls.SecureContext,
  limit: TimeLimit,
): Promise<tls.TLSSocket> {
  const name = unbracketed(hostname);
  // An IP address can't be a server name (RFC 6066).
  const servername = /^[\d.]+$|:/.test(name) ? "" : name;
  const secured = tls.connect({
    socket,
    host: name,
    servername,
    secureContext,
    rejectUnauthorized: false,
    ALPNProtocols: ["http/1.1"],
  });
  await within(limit, settled(secured, "secureConnect"), () => secured.destroy());
  return secured;
}

function settled(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
  });
}

/** @throws TimeoutError after the timeout; the signal's reason */
async function within<T>({ timeout, signal }: TimeLimit, work: Promise<T>, giveUp?: () => void): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no response within ${timeout / 1_000} seconds`)), timeout);
    abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, end]);
  } catch (error) {
    work.catch(() => undefined);
    giveUp?.();
    throw error;
  } finally {
    clearTimeout(timer);
    if (abort) signal.removeEventListener("abort", abort);
  }
}

/** An IPv6 address without the brackets that a URL puts around it. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
