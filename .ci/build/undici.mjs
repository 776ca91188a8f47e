/**
 * The parts of undici that the extension uses. The package's own index also brings fetch, WebSocket, caches and mocks,
 * 230 KB of code that nobody calls. To use another part, export it here; until then its import fails the build.
 */
import connect from "undici/lib/api/api-connect.js";
import request from "undici/lib/api/api-request.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";

// The package's own index adds every kind of request. The client needs `request`, and undici itself needs `connect` for
// a proxy's tunnel.
Object.assign(Dispatcher.prototype, { connect, request });

export { default as errors } from "undici/lib/core/errors.js";
export { default as Agent } from "undici/lib/dispatcher/agent.js";
export { default as Pool } from "undici/lib/dispatcher/pool.js";
export { default as ProxyAgent } from "undici/lib/dispatcher/proxy-agent.js";
