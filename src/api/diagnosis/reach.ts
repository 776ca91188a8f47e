import { lookup } from "node:dns/promises";
import { ClientRequest, type IncomingMessage } from "node:http";
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

/** Asks a proxy for a tunnel to a host. @throws when no response arrives, or one that isn't HTTP */
export async function askForTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  limit: TimeLimit,
): Promise<IncomingMessage> {
  const headers = { host: authority, ...(authorization ? { "proxy-authorization": authorization } : {}) };
  // VS Code replaces `http.request`: it would connect to a place of its own instead of using this socket.
  const request = new ClientRequest({ method: "CONNECT", path: authority, headers, createConnection: () => socket });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.on("error", reject).on("connect", (response, _, next) => {
      // Bytes after the response belong to the next reader.
      socket.unshift(next);
      resolve(response);
    });
  });
  request.end();
  return await within(limit, answered, () => socket.destroy());
}

/** Completes the handshake whatever the certificate is, to check it. Nothing is sent. @throws when it isn't TLS */
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
