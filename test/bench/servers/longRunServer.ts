import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { longRun } from "../support/longRun.ts";

/**
 * Runs as a child process: an app whose runs are named by what they do. `stored-N` has ended after N events; `burst-N-…`
 * sends N events as fast as they are taken, once the parent says `go`. The parent is told when the first ones went to
 * the socket, in milliseconds since the epoch.
 */
let go: () => void = () => undefined;
process.on("message", () => go());
process.on("disconnect", () => process.exit());

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const [, , , run = "", part] = pathname.split("/");
  const [page, size] = ["page", "page_size"].map((name) => Number(searchParams.get(name))) as [number, number];
  const statuses = searchParams.getAll("status");
  const isAsked = statuses.length === 0 || statuses.includes("completed");
  const stored = isAsked ? ["stored-100000", "stored-100"].map(record) : [];
  if (run === "") return json(response, pageOf(stored, page, size));
  if (part === "events") return json(response, pageOf(longRun(Number(run.split("-")[1])), page, size));
  if (part === "stream") return void stream(run, Number(searchParams.get("after_sequence") ?? 0), response);
  json(response, { data: record(run) });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);

function record(id: string): object {
  const end = { ended_at: "2026-06-10T09:35:21Z", output: { category: "billing" } };
  const hasEnded = id.startsWith("stored");
  const input = { ticket_subject: `Run ${id}.` };
  const status = hasEnded ? "completed" : "started";
  return { id, status, started_at: "2026-06-10T09:15:21Z", input, ...(hasEnded ? end : {}) };
}

function pageOf(all: readonly unknown[], page: number, size: number): object {
  const pagination = { page, page_size: size, page_count: Math.ceil(all.length / size), total_count: all.length };
  return { data: all.slice((page - 1) * size, page * size), pagination };
}

async function stream(id: string, after: number, response: ServerResponse): Promise<void> {
  const texts = longRun(Number(id.split("-")[1])).map((event) => `data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(texts[0]);
  if (after === 0) await new Promise<void>((resolve) => (go = resolve));
  process.send?.(performance.timeOrigin + performance.now());
  for (let from = 1; from < texts.length; from += 500)
    if (!response.write(texts.slice(from, from + 500).join(""))) await once(response, "drain");
  response.end();
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
