import { isLoopback } from "../baseUrl.ts";
import { isExcepted } from "./noProxy.ts";

/** How to reach the network, in the form of VS Code's `http.*` settings. */
export interface NetworkSettings {
  /**
   * `http.proxySupport`. `off` connects directly, whatever else names a proxy. The other values (`on`, `override`,
   * `fallback`) concern an extension's own agent. We have none, so they mean the same here.
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
  /** There is a proxy, and `http.proxySupport` is `off`. */
  isOff?: true;
}

/**
 * The proxy for a target. Loopback never uses one. As in VS Code, https falls back to `HTTP_PROXY`, and a proxy without
 * a protocol is an http proxy.
 */
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
