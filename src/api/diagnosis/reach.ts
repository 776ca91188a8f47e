import { lookup } from "node:dns/promises";
import { type Socket, connect } from "node:net";
import * as tls from "node:tls";

/** How long one step may take, and the person's own end of it. */
export interface Patience {
  /** Milliseconds. */
  timeout: number;
  signal: AbortSignal;
}

/** What a socket or the system says when it is not patience that ended. */
export class Silence extends Error {}

/** The addresses of a host name; one that is an address is its own. @throws the system's error */
export async function addressesOf(hostname: string, patience: Patience): Promise<string[]> {
  const found = await within(patience, lookup(unbracketed(hostname), { all: true }));
  return found.map(({ address }) => address);
}

/** @throws the system's error */
export async function openSocket(
  { hostname, port }: { hostname: string; port: number },
  patience: Patience,
): Promise<Socket> {
  const socket = connect({ host: unbracketed(hostname), port, autoSelectFamily: true });
  await within(patience, settled(socket, "connect"), () => socket.destroy());
  return socket;
}

/** What a proxy says to being asked for a way: its status, and its headers by their names in lower case. */
export interface TunnelResponse {
  status: number;
  headers: readonly (readonly [string, string])[];
}

const longestHead = 16 * 1024;

/** Asks a proxy for a way to a host. @throws when it says nothing, or nothing that is HTTP */
export async function askForTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  patience: Patience,
): Promise<TunnelResponse> {
  const credentials = authorization ? `proxy-authorization: ${authorization}\r\n` : "";
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n${credentials}\r\n`);
  return await within(patience, readHead(socket), () => socket.destroy());
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

/** `undefined` at the end. The socket is paused between: what follows belongs to who comes next. */
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
 * Shakes hands whatever the certificate: it is to be looked at. Nothing is ever sent over this connection.
 *
 * @throws the error of what is not TLS
 */
export async function shakeHands(
  socket: Socket,
  hostname: string,
  secureContext: tls.SecureContext,
  patience: Patience,
): Promise<tls.TLSSocket> {
  const name = unbracketed(hostname);
  // An address is no server name, RFC 6066.
  const servername = /^[\d.]+$|:/.test(name) ? "" : name;
  const secured = tls.connect({
    socket,
    host: name,
    servername,
    secureContext,
    rejectUnauthorized: false,
    ALPNProtocols: ["http/1.1"],
  });
  await within(patience, settled(secured, "secureConnect"), () => secured.destroy());
  return secured;
}

function settled(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
  });
}

/** @throws Silence after too long a time; the signal's reason */
async function within<T>({ timeout, signal }: Patience, work: Promise<T>, giveUp?: () => void): Promise<T> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence(`no response within ${timeout / 1_000} seconds`)), timeout);
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

/** As it is outside of a URL. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
