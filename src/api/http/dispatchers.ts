import * as tls from "node:tls";
import { Agent, type Dispatcher, Pool, ProxyAgent, type buildConnector } from "undici";
import { ApiError } from "../errors.ts";
import { type Environment, type NetworkSettings, chooseProxy } from "./proxy.ts";

const connectTimeout = 10_000;
/** Streams and big answers idle longer than sockets: an idle socket is given up before common servers do (5 s). */
const keepAliveTimeout = 4_000;

/** The connections to one app: reads share theirs, each request with side effects has one of its own. */
export interface Dispatchers {
  reads: Dispatcher;
  writes: Dispatcher;
}

/**
 * Connections of our own, never the global dispatcher: other extensions live there too.
 *
 * A request with side effects never goes over a connection that was used before: a kept one can be closed by the server
 * in the moment the request leaves, and whether it was received would be unknown.
 *
 * @throws ApiError `invalid` when the proxy's address is none
 */
export function openDispatchers(origin: string, settings: NetworkSettings, environment: Environment): Dispatchers {
  const target = new URL(origin);
  const { uri: proxy } = chooseProxy(target, settings, environment);
  const connect = target.protocol === "https:" ? tlsOptions(settings) : { timeout: connectTimeout };
  const open = (pipelining: 0 | 1): Dispatcher => {
    const options = { connect, pipelining, allowH2: false, keepAliveTimeout, keepAliveMaxTimeout: 30_000 };
    return proxy === undefined ? new Agent(options) : openProxy(proxy, settings, options);
  };
  return { reads: open(1), writes: open(0) };
}

function openProxy(
  uri: string,
  { proxyAuthorization }: NetworkSettings,
  { connect, ...options }: Agent.Options & { connect: buildConnector.BuildOptions },
): Dispatcher {
  try {
    return new ProxyAgent({
      ...options,
      uri,
      ...(proxyAuthorization ? { token: proxyAuthorization } : {}),
      connectTimeout,
      requestTls: connect,
      proxyTls: connect,
      // A proxy that takes the connection and says nothing must not hold a request forever.
      clientFactory: (proxyOrigin, proxyOptions) =>
        new Pool(proxyOrigin, { ...proxyOptions, headersTimeout: connectTimeout }),
    });
  } catch {
    // Neither the address nor undici's error about it is repeated: a proxy's address may hold a password.
    throw new ApiError({ kind: "invalid", message: "The proxy's address (http.proxy or HTTPS_PROXY) is not a URL." });
  }
}

/** One context for all connections: reading some hundred certificates for each would cost 10 ms and more. */
function tlsOptions(settings: NetworkSettings): buildConnector.BuildOptions {
  const { strictSSL = true } = settings;
  return { timeout: connectTimeout, rejectUnauthorized: strictSSL, secureContext: trustOf(settings) };
}

/** Whom we trust: Node's own certificates with those of NODE_EXTRA_CA_CERTS, and the system's. */
export function trustOf({ systemCertificates = true }: NetworkSettings): tls.SecureContext {
  const ca = systemCertificates
    ? [...new Set([...tls.getCACertificates("default"), ...tls.getCACertificates("system")])]
    : tls.getCACertificates("default");
  return tls.createSecureContext({ ca });
}
