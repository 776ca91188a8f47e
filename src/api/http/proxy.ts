import { BlockList, isIP } from "node:net";
import { isLoopback } from "#api/baseUrl.ts";

/** How to reach the network, in the form of VS Code's `http.*` settings. */
export interface NetworkSettings {
  /**
   * `http.proxySupport`: `off` connects directly. Other values concern an extension's own agent, which we don't have.
   */
  proxySupport?: string;
  /** `http.proxy`; takes precedence over the environment. */
  proxy?: string;
  /** `http.noProxy`; added to `NO_PROXY`. */
  noProxy?: readonly string[];
  /** `http.proxyAuthorization`: the value of the `Proxy-Authorization` header. */
  proxyAuthorization?: string;
  /** `http.proxyStrictSSL`; `false` accepts any certificate. Default: `true`. */
  strictSSL?: boolean;
  /** `http.systemCertificates`: also trust the system's certificates. Default: `true`. */
  systemCertificates?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The way to a target, and the setting or variable that chose it. */
export interface ProxyChoice {
  /** `undefined` to connect directly. */
  uri: string | undefined;
  /** The setting or variable that names the proxy, also when a rule excludes the target. */
  from?: string;
  /** Set when there is a proxy, and `http.proxySupport` is `off`. */
  isOff?: true;
}

/** The proxy for a target, as in VS Code. Loopback never uses one, and one without a protocol is an http proxy. */
export function chooseProxy(target: URL, settings: NetworkSettings, environment: Environment): ProxyChoice {
  if (isLoopback(target.hostname)) return { uri: undefined };
  const variable = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].find((name) => environment[name]);
  const from = settings.proxy ? "http.proxy" : variable;
  const proxy = (settings.proxy || environment[variable ?? ""])?.trim();
  if (!proxy || !from) return { uri: undefined };
  if (settings.proxySupport === "off") return { uri: undefined, from, isOff: true };
  const excepted = environment["NO_PROXY"] || environment["no_proxy"] || "";
  const rules = [...(settings.noProxy ?? []), ...excepted.split(/[\s,]+/)];
  if (rules.some((rule) => isExcepted(target, rule))) return { uri: undefined, from };
  return { uri: proxy.includes("://") ? proxy : `http://${proxy}`, from };
}

/** The address of an HTTP proxy; `undefined` for any other address, such as that of a SOCKS proxy. */
export function httpProxyOf(uri: string): URL | undefined {
  const proxy = URL.parse(uri);
  return proxy?.hostname && (proxy.protocol === "http:" || proxy.protocol === "https:") ? proxy : undefined;
}

/**
 * Whether a rule excepts a target: `*`, a host (with all below it), `.host`, `*.host`, an IP address or a range, with
 * or without a `:port`. No name is looked up for a range. undici's `EnvHttpProxyAgent` knows no ranges, takes `2.3` for
 * the end of 10.1.2.3, and doesn't say which way it takes.
 */
export function isExcepted(target: URL, rule: string): boolean {
  const { host, port } = takenApart(rule.trim().toLowerCase());
  if (host === "") return false;
  if (port !== undefined && port !== (target.port || (target.protocol === "https:" ? "443" : "80"))) return false;
  if (host === "*") return true;
  const targetHost = target.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(targetHost) !== 0) return isInRange(targetHost, host);
  const name = host.replace(/^\*?\./, "").replace(/\.$/, "");
  return name !== "" && (targetHost === name || targetHost.endsWith(`.${name}`));
}

/** `[fd00::1]:443`, `10.0.0.0/8:443`: the port is behind the last colon, but not in IPv6 without brackets. */
function takenApart(rule: string): { host: string; port?: string } {
  const bracketed = /^\[(?<address>[^\]]*)\](?<length>\/\d+)?(?::(?<port>\d+))?$/.exec(rule)?.groups;
  if (bracketed) {
    const { address = "", length = "", port } = bracketed;
    return { host: address + length, port };
  }
  const [address = ""] = rule.split("/");
  if (isIP(address) === 6) return { host: rule };
  const { host = "", port } = /^(?<host>[^:]*)(?::(?<port>\d+))?$/.exec(rule)?.groups ?? {};
  return { host, port };
}

function isInRange(address: string, range: string): boolean {
  const [start = "", length, ...rest] = range.split("/");
  const version = isIP(start);
  if (version === 0 || rest.length > 0) return false;
  const family = version === 6 ? "ipv6" : "ipv4";
  const bits = length === undefined ? (version === 6 ? 128 : 32) : Number(length === "" ? NaN : length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (version === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(start, bits, family);
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
