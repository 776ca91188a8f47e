import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type EventKind, eventKinds, eventOfKind, longRun, longRunEvent } from "../support/longRun.ts";

/**
 * Runs as a child process: an app whose runs are named by what they do. `stored-N-…` has ended after N events;
 * `burst-N-…` sends N events as fast as they are taken, `paced-N-M-…` N of them, M a second, both once the parent says
 * `go`. `stored-N-KIND` has ended, too, and has one kind of event (see `eventKinds`).
 */
export interface StreamTimes {
  run: string;
  /** When each event went to the socket, in milliseconds since the epoch; those of one write share a time. */
  sent: { sequence: number; at: number }[];
}

/**
 * Between two writes of a paced run, in milliseconds: the app of a real one takes nothing of the cores on which it is
 * shown.
 */
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
  const [page, size] = ["page", "page_size"].map((name) => Number(searchParams.get(name))) as [number, number];
  if (run === "") return json(response, listOf(searchParams.getAll("status"), size));
  if (part === "events") return json(response, pageOf(run, page, size));
  if (part === "stream") return void stream(run, Number(searchParams.get("after_sequence") ?? 0), response);
  json(response, { data: record(run) });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.((server.address() as AddressInfo).port);

/** The stored runs, as many as the page has; those that are streamed are opened by their ids. */
function listOf(statuses: readonly string[], size: number): object {
  const isAsked = statuses.length === 0 || statuses.includes("completed");
  const kinds = ["text", "calls", "data"].map((kind) => `stored-1000000-${kind}`);
  const all = isAsked ? ["stored-100000-long", "stored-100-short", ...kinds] : [];
  const data = all.slice(0, size).map(record);
  return { data, pagination: { page: 1, page_size: size, page_count: 1, total_count: data.length } };
}

function record(id: string): object {
  const hasEnded = id.startsWith("stored") || over.has(id);
  const end = hasEnded ? { ended_at: "2026-06-10T09:35:21Z", output: { category: "billing" } } : {};
  const input = { ticket_subject: `Run ${id}` };
  return { id, status: hasEnded ? "completed" : "started", started_at: "2026-06-10T09:15:21Z", input, ...end };
}

function pageOf(id: string, page: number, size: number): object {
  const count = Number(id.split("-")[1]);
  const kind = kindOf(id);
  if (kind) {
    const first = (page - 1) * size + 1;
    const length = Math.max(0, Math.min(size, count - first + 1));
    const events = Array.from({ length }, (_, index) => eventOfKind(kind, first + index, count));
    return {
      data: events,
      pagination: { page, page_size: size, page_count: Math.ceil(count / size), total_count: count },
    };
  }
  const data = long.slice((page - 1) * size, Math.min(count, page * size));
  if (page * size >= count && count < long.length) data[data.length - 1] = longRunEvent(count, count);
  return { data, pagination: { page, page_size: size, page_count: Math.ceil(count / size), total_count: count } };
}

/** The kind of event in a run of one kind. */
function kindOf(id: string): EventKind | undefined {
  const name = id.split("-")[2];
  return eventKinds.find((kind) => kind === name);
}

function textsOf(from: number, to: number, count: number): string[] {
  const part = texts.slice(from, to);
  if (to === count) part[part.length - 1] = `data: ${JSON.stringify(longRunEvent(count, count))}\n\n`;
  return part;
}

async function stream(id: string, after: number, response: ServerResponse): Promise<void> {
  const [kind, number, rate] = id.split("-");
  const count = Number(number);
  const sent: StreamTimes["sent"] = [];
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(texts[0]);
  if (after === 0) await new Promise<void>((resolve) => (go = resolve));
  const send = async (from: number, to: number): Promise<void> => {
    const hasRoom = response.write(textsOf(from, to, count).join(""));
    sent.push({ sequence: to, at: performance.timeOrigin + performance.now() });
    if (!hasRoom) await once(response, "drain");
  };
  const start = performance.now();
  let next = 1;
  while (next < count) {
    const due = kind !== "paced" ? next + 500 : 1 + Math.floor(((performance.now() - start) / 1_000) * Number(rate));
    const to = Math.min(count, due);
    if (to > next) await send(next, to);
    next = Math.max(next, to);
    if (kind === "paced") await delay(tick);
  }
  over.add(id);
  response.end();
  process.send?.({ run: id, sent } satisfies StreamTimes);
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
