import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { longRun, longRunEvent } from "./longRun.ts";

/**
 * Runs as a child process: an app whose runs are named by what they do. `stored-N-…` has ended after N events; `burst-N-…` sends
 * N events as fast as they are taken, `paced-N-M-…` N of them, M a second, both once the parent says `go`.
 */
export interface StreamTimes {
  run: string;
  /** When each event went to the socket, in milliseconds since the epoch; those of one write share a time. */
  sent: { sequence: number; at: number }[];
}

/** Between two writes of a paced run, in milliseconds: the app of a real one takes nothing of the cores on which it is shown. */
const tick = 4;

const long = longRun(100_000);
const texts = long.map((event) => `data: ${JSON.stringify(event)}\n\n`);
const over = new Set<string>();
let go: () => void = () => undefined;
process.on("message", () => go());
process.on("disconnect", () => process.exit());

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const [, , , run = "", part] = pathname.split("/");
  if (run === "") return json(response, listOf(searchParams.getAll("status")));
  if (part === "events") return json(response, pageOf(run, Number(searchParams.get("page")), Number(searchParams.get("page_size"))));
  if (part === "stream") return void stream(run, Number(searchParams.get("after_sequence") ?? 0), response);
  json(response, { data: record(run) });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);

/** The stored runs; those that are streamed are opened by their ids. */
function listOf(statuses: readonly string[]): object {
  const isAsked = statuses.length === 0 || statuses.includes("completed");
  const data = isAsked ? ["stored-100000-long", "stored-100-short"].map(record) : [];
  return { data, pagination: { page: 1, page_size: 25, page_count: 1, total_count: data.length } };
}

function record(id: string): object {
  const hasEnded = id.startsWith("stored") || over.has(id);
  const end = hasEnded ? { ended_at: "2026-06-10T09:35:21Z", output: { category: "billing" } } : {};
  const input = { ticket_subject: `Run ${id}` };
  return { id, status: hasEnded ? "completed" : "started", started_at: "2026-06-10T09:15:21Z", input, ...end };
}

function pageOf(id: string, page: number, size: number): object {
  const count = Number(id.split("-")[1]);
  const data = long.slice((page - 1) * size, Math.min(count, page * size));
  if (page * size >= count && count < long.length) data[data.length - 1] = longRunEvent(count, count);
  return { data, pagination: { page, page_size: size, page_count: Math.ceil(count / size), total_count: count } };
}

async function stream(id: string, after: number, response: ServerResponse): Promise<void> {
  const [kind, number, rate] = id.split("-");
  const count = Number(number);
  const sent: StreamTimes["sent"] = [];
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(texts[0]);
  if (after === 0) await new Promise<void>((resolve) => (go = resolve));
  const send = async (from: number, to: number): Promise<void> => {
    const part = texts.slice(from, to);
    if (to === count) part[part.length - 1] = `data: ${JSON.stringify(longRunEvent(count, count))}\n\n`;
    const hasRoom = response.write(part.join(""));
    sent.push({ sequence: to, at: performance.timeOrigin + performance.now() });
    if (!hasRoom) await once(response, "drain");
  };
  const start = performance.now();
  let next = 1;
  while (next < count) {
    const due = kind === "burst" ? next + 500 : 1 + Math.floor(((performance.now() - start) / 1_000) * Number(rate));
    const to = Math.min(count, due);
    if (to > next) await send(next, to);
    next = Math.max(next, to);
    if (kind !== "burst") await delay(tick);
  }
  over.add(id);
  response.end();
  process.send?.({ run: id, sent } satisfies StreamTimes);
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
