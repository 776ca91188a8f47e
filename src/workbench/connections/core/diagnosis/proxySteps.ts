import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { httpProxyOf, type NetworkSettings, type ProxyChoice } from "#api/http/proxy.ts";
import { oneLine } from "#base/text/oneLine.ts";
import { messageOf } from "#base/thrown.ts";
import type { DiagnosisFacts } from "./advice.ts";
import { lookAt } from "./certificate.ts";
import { Obstacle, type Say } from "./diagnosis.ts";
import { askForTunnel, shakeHands } from "./reach.ts";

/** The server that we connect to: the app itself, or its proxy. */
export interface NextHop {
  hostname: string;
  port: number;
  proxy?: URL;
}

export function nextHop(target: URL, { uri, from, isOff }: ProxyChoice, facts: DiagnosisFacts, say: Say): NextHop {
  if (uri === undefined) {
    const excepted = from ? `none (http.noProxy or NO_PROXY excludes this host from ${from})` : "none";
    say(isOff ? `none (http.proxySupport is off, so ${from} has no effect)` : excepted);
    return { hostname: target.hostname, port: portOf(target) };
  }
  const proxy = httpProxyOf(uri);
  // The message leaves out the address, which may hold a password.
  if (!proxy) throw new Obstacle("proxy-address", `the value of ${from} isn't the address of an HTTP proxy`);
  facts.proxy = `${proxy.hostname}:${portOf(proxy)}`;
  facts.proxyFrom = from;
  const hasPassword = proxy.username !== "" || proxy.password !== "";
  say(`${proxy.protocol}//${facts.proxy}, from ${from}${hasPassword ? ", with a user name and password" : ""}`);
  return { hostname: proxy.hostname, port: portOf(proxy), proxy };
}

interface TunnelOptions {
  network: NetworkSettings;
  /** Absent when the next server doesn't use TLS. */
  trust: SecureContext | undefined;
  facts: DiagnosisFacts;
  say: Say;
  limit: AbortSignal;
}

export async function openTunnel(
  socket: Socket,
  proxy: URL,
  target: URL,
  { network, trust, facts, say, limit }: TunnelOptions,
): Promise<Socket> {
  const authority = `${target.hostname}:${portOf(target)}`;
  const way = proxy.protocol === "https:" && trust ? await secure(socket, proxy, trust, network, limit) : socket;
  const response = await askForTunnel(way, authority, authorizationOf(proxy, network), limit).catch(
    (error: unknown) => {
      const reason = messageOf(error);
      throw new Obstacle("proxy-refused", `the proxy didn't connect: ${reason}`);
    },
  );
  const { statusCode: status = 0, headersDistinct } = response;
  if (status >= 200 && status < 300) {
    say(`the proxy connected to ${authority}`);
    return way;
  }
  if (status !== 407)
    throw new Obstacle("proxy-refused", `the proxy refused to connect to ${authority} (HTTP ${status})`);
  const challenges = headersDistinct["proxy-authenticate"] ?? [];
  facts.proxySchemes = challenges.map((value) => oneLine(value.split(/[\s,]/)[0] ?? "", 40));
  const schemes = facts.proxySchemes.length > 0 ? ` with ${facts.proxySchemes.join(" or ")}` : "";
  throw new Obstacle("proxy-authorization", `the proxy requires authentication${schemes} (HTTP 407)`);
}

async function secure(
  socket: Socket,
  proxy: URL,
  trust: SecureContext,
  { strictSSL }: NetworkSettings,
  limit: AbortSignal,
): Promise<Socket> {
  const secured = await shakeHands(socket, proxy.hostname, trust, limit).catch(() => {
    throw new Obstacle("proxy-refused", "the proxy doesn't support TLS: its address may need to begin with http://");
  });
  const { problem } = lookAt(secured);
  // The proxy's own certificate decides whether we may send it the name and password.
  if (problem && strictSSL !== false)
    throw new Obstacle("proxy-refused", `the proxy's certificate isn't trusted: ${problem.said}`);
  return secured;
}

/** The header that the client sends: from the setting, else from the name and password in the address. */
function authorizationOf({ username, password }: URL, { proxyAuthorization }: NetworkSettings): string | undefined {
  if (proxyAuthorization) return proxyAuthorization;
  if (username === "") return undefined;
  try {
    return `Basic ${Buffer.from(decodeURIComponent(`${username}:${password}`)).toString("base64")}`;
  } catch {
    throw new Obstacle("proxy-address", "the name or password in the proxy's address contains an invalid % escape");
  }
}

function portOf({ port, protocol }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}
