import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { ClientRequest, type IncomingMessage } from "node:http";
import { type Socket, connect } from "node:net";
import * as tls from "node:tls";

/** The addresses of a host name; an address is its own result. @throws the system's error, the signal's reason */
export async function addressesOf(hostname: string, limit: AbortSignal): Promise<string[]> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  limit.addEventListener("abort", () => reject(limit.reason as Error));
  const found = await Promise.race([lookup(unbracketed(hostname), { all: true }), over]);
  return found.map(({ address }) => address);
}

/** @throws the system's error, the signal's reason */
export async function openSocket(
  { hostname, port }: { hostname: string; port: number },
  limit: AbortSignal,
): Promise<Socket> {
  const socket = connect({ host: unbracketed(hostname), port, autoSelectFamily: true });
  await settled(socket, "connect", limit);
  return socket;
}

/** Asks a proxy for a tunnel to a host. @throws when no response arrives, or one that isn't HTTP */
export async function askForTunnel(
  socket: Socket,
  authority: string,
  authorization: string | undefined,
  limit: AbortSignal,
): Promise<IncomingMessage> {
  const headers = { host: authority, ...(authorization ? { "proxy-authorization": authorization } : {}) };
  // VS Code replaces `http.request`: it would connect to a place of its own instead of using this socket.
  const request = new ClientRequest({ method: "CONNECT", path: authority, headers, createConnection: () => socket });
  request.end();
  const [response] = (await settled(request, "connect", limit)) as [IncomingMessage];
  return response;
}

/** Completes the handshake whatever the certificate is, to check it. Nothing is sent. @throws when it isn't TLS */
export async function shakeHands(
  socket: Socket,
  hostname: string,
  secureContext: tls.SecureContext,
  limit: AbortSignal,
): Promise<tls.TLSSocket> {
  const host = unbracketed(hostname);
  // An IP address can't be a server name (RFC 6066).
  const servername = /^[\d.]+$|:/.test(host) ? "" : host;
  const ALPNProtocols = ["http/1.1"];
  const secured = tls.connect({ socket, host, servername, secureContext, rejectUnauthorized: false, ALPNProtocols });
  await settled(secured, "secureConnect", limit);
  return secured;
}

/** Waits for an event. @throws the error that comes in its place, the signal's reason */
async function settled(from: Socket | ClientRequest, event: string, limit: AbortSignal): Promise<unknown[]> {
  try {
    return await once(from, event, { signal: limit });
  } catch (error) {
    // Its own error may follow.
    from.on("error", () => undefined).destroy();
    throw limit.aborted ? limit.reason : error;
  }
}

/** An IPv6 address without the brackets that a URL puts around it. */
function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}
