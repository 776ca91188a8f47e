import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { longRun } from "../support/longRun.ts";

/** Runs as a child process: responds to every request with the same 200,000 events, as fast as they are taken. */
const texts = longRun(200_000).map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
const pieces = Array.from({ length: 400 }, (_, at) => Buffer.from(texts.slice(at * 500, (at + 1) * 500).join("")));
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  Readable.from(pieces).pipe(response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);
process.on("disconnect", () => process.exit());
