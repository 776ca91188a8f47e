import * as tls from "node:tls";
import { Agent, type Dispatcher, Pool, ProxyAgent, type buildConnector } from "undici";
import { ApiError } from "#api/errors.ts";
import { chooseProxy, type Environment, httpProxyOf, type NetworkSettings, type ProxyChoice } from "./proxy.ts";

const connectTimeout = 10_000;
/** In milliseconds. We close an idle socket before common servers do (after 5 s). */
const keepAliveTimeout = 4_000;

/** The connections to one app: reads share some, and each request with side effects has its own. */
export interface Dispatchers {
  reads: Dispatcher;
  writes: Dispatcher;
}

/**
 * Opens connections of our own: other extensions use the global dispatcher. A request with side effects never reuses
 * one: a server may close it just then, and nobody would know. @throws ApiError `invalid` for a proxy's address
 */
export function openDispatchers(origin: string, settings: NetworkSettings, environment: Environment): Dispatchers {
  const target = new URL(origin);
  const choice = chooseProxy(target, settings, environment);
  const connect = target.protocol === "https:" ? tlsOptions(settings) : { timeout: connectTimeout };
  const open = (pipelining: 0 | 1): Dispatcher => {
    const options = { connect, pipelining, allowH2: false, keepAliveTimeout, keepAliveMaxTimeout: 30_000 };
    return choice.uri === undefined ? new Agent(options) : openProxy(choice, settings, options);
  };
  return { reads: open(1), writes: open(0) };
}

function openProxy(
  { uri = "", from }: ProxyChoice,
  { proxyAuthorization }: NetworkSettings,
  { connect, ...options }: Agent.Options & { connect: buildConnector.BuildOptions },
): Dispatcher {
  try {
    if (!httpProxyOf(uri)) throw new Error("not an HTTP proxy");
    return new ProxyAgent({
      ...options,
      uri,
      token: proxyAuthorization || undefined,
      connectTimeout,
      requestTls: connect,
      proxyTls: connect,
      // A proxy that accepts the connection but never responds must not hold a request forever.
      clientFactory: (proxyOrigin, proxyOptions) =>
        new Pool(proxyOrigin, { ...proxyOptions, headersTimeout: connectTimeout }),
    });
  } catch {
    // The message repeats neither the address nor undici's error about it, because the address may hold a password.
    throw new ApiError({
      kind: "invalid",
      message: `The value of ${from} isn't the address of an HTTP proxy. Correct it.`,
    });
  }
}

/** Options with one context for all connections: reading some hundred certificates for each would take 10 ms. */
function tlsOptions(settings: NetworkSettings): buildConnector.BuildOptions {
  const { strictSSL = true } = settings;
  return { timeout: connectTimeout, rejectUnauthorized: strictSSL, secureContext: trustOf(settings) };
}

/** The trusted certificates: Node's own, those of NODE_EXTRA_CA_CERTS, and the system's. */
export function trustOf({ systemCertificates = true }: NetworkSettings): tls.SecureContext {
  const ca = systemCertificates
    ? [...new Set([...tls.getCACertificates("default"), ...tls.getCACertificates("system")])]
    : tls.getCACertificates("default");
  return tls.createSecureContext({ ca });
}
