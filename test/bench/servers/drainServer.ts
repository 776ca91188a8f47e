import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Runs as a child process: counts the received bytes, drops them, and responds like an app to an upload. The first
 * argument limits how fast it reads, in bytes a second.
 */
const limit = Number(process.argv[2] ?? Infinity);
let due = 0;

const server = createServer((request, response) => {
  drain(request).then(
    (size) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data: { id: "file", name: "big.bin", size } }));
    },
    () => response.destroy(),
  );
});

async function drain(request: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (limit === Infinity) continue;
    // Idle time is not made up for.
    due = Math.max(due, performance.now() - 20) + (chunk.byteLength / limit) * 1000;
    const wait = due - performance.now();
    if (wait > 2) await delay(wait);
  }
  return size;
}

server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);
process.on("disconnect", () => process.exit());
