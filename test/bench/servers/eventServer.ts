import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { makePieces } from "../support/eventPieces.ts";

/** Runs as a child process: responds to every request with the same 200,000 events, as fast as they are taken. */
const pieces = makePieces();
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  Readable.from(pieces).pipe(response);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);
process.on("disconnect", () => process.exit());
