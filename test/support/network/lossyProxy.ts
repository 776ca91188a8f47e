import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * `pass`, or cut the connection: `before` a request has reached the app, or `after` that and before its response is
 * passed on; `hold` passes on the request, and never the response; `stop` passes on nothing; `keep` passes it on once
 * `passKept` is called; `refuse` responds as a busy app does.
 */
export type Fate = "pass" | "before" | "after" | "hold" | "stop" | "keep" | "refuse";

/** The way to an app on which requests or their responses get lost. */
export interface LossyProxy extends AsyncDisposable {
  readonly url: string;
  /** Of the requests that create, change or send: of all, or of each as it comes. */
  writes: Fate | (() => Fate);
  reads: Fate;
  /** How many requests are kept. */
  readonly kept: number;
  passKept(): void;
}

/** @param target `http://127.0.0.1:PORT` */
export async function openLossyProxy(target: string): Promise<LossyProxy> {
  const kept: (() => void)[] = [];
  const server = createServer((incoming, outgoing) => {
    const { reads, writes } = proxy;
    const fate = incoming.method === "GET" ? reads : typeof writes === "function" ? writes() : writes;
    // The whole request is taken in any case: its sender cannot know.
    if (fate === "before") incoming.on("end", () => incoming.socket.destroy()).resume();
    else if (fate === "stop") incoming.resume();
    else if (fate === "keep") kept.push(() => forward(target, incoming, outgoing, "pass"));
    else if (fate === "refuse") incoming.on("end", () => refuse(outgoing)).resume();
    else forward(target, incoming, outgoing, fate);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: LossyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes: "pass",
    reads: "pass",
    get kept() {
      return kept.length;
    },
    passKept: () => kept.splice(0).forEach((pass) => pass()),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** With the error of the Runs API. */
function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(429, { "content-type": "application/json", "retry-after": "5" });
  outgoing.end(JSON.stringify({ error: { code: "slow_down", message: "Slow down" } }));
}

function forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse, fate: Fate): void {
  const { method, headers } = incoming;
  const sent = request(new URL(incoming.url ?? "/", target), { method, headers }, (answer) => {
    if (fate !== "pass") {
      // The app would treat a client that leaves as not interested, so it doesn't leave.
      answer.resume();
      if (fate === "after") incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  sent.on("error", () => outgoing.destroy());
  incoming.pipe(sent);
}
